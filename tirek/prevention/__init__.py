"""The register of the school as a dated procedure: council, decisions, individual plans."""
