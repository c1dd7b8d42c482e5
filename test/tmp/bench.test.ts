import { Observer } from "../helpers/reading.js";
import { movedKeys, prepare } from "../helpers/moves.js";
import { systemFixture } from "../helpers/system.js";
describe("bench", function () {
  this.timeout(0);
  it("x", async () => {
    const world = await systemFixture();
    await prepare(world);
    const observer = await Observer.of(world);
    await observer.remember();
    const time = async (n: string, f: () => Promise<unknown>) => {
      for (let i = 0; i < 3; i++) await f();
      const t = performance.now();
      for (let i = 0; i < 30; i++) await f();
      console.log(n, ((performance.now() - t) / 30).toFixed(2));
    };
    const hub = world.devnet.chain("hub");
    const engine = await world.hub.engine.getAddress();
    const call = (to: string, data: string) => hub.connection.raw("eth_call", [{ to, data }, "latest"]);
    await time("read", () => observer.read(movedKeys));
    await time("poolCash", () => call(engine, world.hub.engine.interface.encodeFunctionData("poolCash")));
    await time("custody", () => world.devnet.chain("arbitrum").connection.raw("eth_call", [{ to: world.sources[0]!.vault.target, data: world.sources[0]!.vault.interface.encodeFunctionData("custodyOf", [2]) }, "latest"]));
    await time("EOA", () => call("0x00000000000000000000000000000000000000aa", "0x"));
    const orig: any = (hub.connection as any).raw.bind(hub.connection);
    for (const c of world.devnet.chains) {
      const r = (c.connection as any).raw.bind(c.connection);
      (c.connection as any).raw = async (m: string, p: any) => { const t = performance.now(); const x = await r(m, p); if (m === "eth_call") console.log(c.name, (performance.now() - t).toFixed(2), p[0].data.length, String(x).length); return x; };
    }
    await observer.read(movedKeys);
    for (let i = 0; i < 3; i++) for (const c of world.devnet.chains) void 0;
    await observer.read(movedKeys);
    await world.devnet.snapshot(); await world.devnet.increaseTime(10);
    await observer.read(movedKeys);
    void orig;
  });
});
