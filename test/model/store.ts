const chunkStates = 1 << 16;

/**
 * A set of states of one width, kept as bytes in chunks behind an open-addressing table. Exact: equality compares all
 * bytes, so no state is lost to a hash collision.
 */
export class StateStore {
  readonly #width: number;
  readonly #chunks: Uint8Array[] = [];
  #table = new Uint32Array(1 << 16);
  #parents = new Uint32Array(1 << 16);
  #marks = new Uint32Array(1 << 16);
  #count = 0;

  constructor(width: number) {
    this.#width = width;
  }

  get count(): number {
    return this.#count;
  }

  /** The state's id if it is known, -1 otherwise. */
  find(bytes: Uint8Array): number {
    return (this.#table[this.#slot(bytes)] ?? 0) - 1;
  }

  /** Adds a state that is not known yet; `mark` is a number kept with it. */
  add(bytes: Uint8Array, parent: number, mark: number): number {
    if (this.#count * 2 >= this.#table.length) this.#grow();
    const id = this.#count;
    const chunk = Math.floor(id / chunkStates);
    if (this.#chunks.length <= chunk) this.#chunks.push(new Uint8Array(chunkStates * this.#width));
    this.#chunks[chunk]?.set(bytes, (id % chunkStates) * this.#width);
    this.#table[this.#slot(bytes)] = id + 1;
    this.#parents[id] = parent;
    this.#marks[id] = mark;
    this.#count += 1;
    return id;
  }

  at(id: number): Uint8Array {
    const from = (id % chunkStates) * this.#width;
    const chunk = this.#chunks[Math.floor(id / chunkStates)];
    if (chunk === undefined) throw new Error(`no state ${id}, the last is ${this.#count - 1}`);
    return chunk.subarray(from, from + this.#width);
  }

  parent(id: number): number {
    return this.#parents[id] ?? 0;
  }

  mark(id: number): number {
    return this.#marks[id] ?? 0;
  }

  #slot(bytes: Uint8Array): number {
    const mask = this.#table.length - 1;
    let slot = hash(bytes) & mask;
    for (;;) {
      const entry = this.#table[slot] ?? 0;
      if (entry === 0 || this.#equals(entry - 1, bytes)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(id: number, bytes: Uint8Array): boolean {
    const chunk = this.#chunks[Math.floor(id / chunkStates)];
    if (chunk === undefined) return false;
    const from = (id % chunkStates) * this.#width;
    for (let i = 0; i < this.#width; i += 1) {
      if (chunk[from + i] !== bytes[i]) return false;
    }
    return true;
  }

  #grow(): void {
    const size = this.#table.length * 2;
    this.#table = new Uint32Array(size);
    this.#parents = copyInto(new Uint32Array(size), this.#parents);
    this.#marks = copyInto(new Uint32Array(size), this.#marks);
    for (let id = 0; id < this.#count; id += 1) this.#table[this.#slot(this.at(id))] = id + 1;
  }
}

function copyInto(target: Uint32Array<ArrayBuffer>, source: Uint32Array): Uint32Array<ArrayBuffer> {
  target.set(source);
  return target;
}

/** FNV-1a with a final mix, over 32 bits. */
export function hash(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
