// What the phone keeps: a thin wrapper of IndexedDB, every write on the disk before it is called done.

const NAME = "tirek-phone";
const VERSION = 1;
const STORES = { vault: "id", visits: "id", files: "id" };

let opening = null;

function open() {
  opening ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, VERSION);
    // A later release adds stores here; what a release before has written stays.
    asked.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        if (!asked.result.objectStoreNames.contains(store)) asked.result.createObjectStore(store, { keyPath });
      }
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
    asked.onerror = () => fail(asked.error);
  });
  return opening;
}

/** Run `deed(stores)` in one transaction: all of it is kept, or nothing. */
export async function change(names, deed) {
  const base = await open();
  return new Promise((done, fail) => {
    const work = base.transaction(names, "readwrite", { durability: "strict" });
    let result;
    work.oncomplete = () => done(result);
    work.onerror = work.onabort = () => fail(work.error);
    result = deed(Object.fromEntries(names.map((name) => [name, work.objectStore(name)])));
  });
}

function asked(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

export async function get(store, id) {
  return asked((await open()).transaction(store).objectStore(store).get(id));
}

export async function all(store) {
  return asked((await open()).transaction(store).objectStore(store).getAll());
}

export const put = (store, row) => change([store], (stores) => void stores[store].put(row));
