import { deployHub, SOURCE_ETH, HUB_EID, SOURCE_EID } from "../helpers/hub.js";
import { mined } from "../helpers/mined.js";
import { Interface } from "ethers";
describe("gas", () => {
  it("measures", async () => {
    const hub = await deployHub();
    const { devnet, sourceVault: vault, gateway } = hub;
    const src = hub.source.site.chain;
    const token = hub.tokens.get(SOURCE_ETH)!;
    const u = src.signer(7);
    await mined(token.mint(u.address, 10n ** 30n));
    await mined(token.connect(u).approve(await vault.getAddress(), 10n ** 30n));
    const v = vault.connect(u);
    const A = src.signer(1).address, B = src.signer(2).address, C = src.signer(3).address;
    const q = await v.quoteDepositAndSync(SOURCE_ETH, 0n);
    const dep = async (acc: string) => (await mined(v.depositAndSync(SOURCE_ETH, 10n ** 18n, acc, 0n, u.address, { value: q }))).gasUsed;
    const hubEth = hub.chain.connection.hardhat!.ethers;
    const frame = async () => {
      // find the lzReceive frame gas in the last block's tx by trace
      const blk = await hubEth.provider.getBlock("latest");
      for (const h of blk!.transactions) {
        const t = await hub.chain.connection.raw("debug_traceTransaction", [h, { disableStorage: true, disableMemory: true, disableStack: false }]) as any;
        const L = t.structLogs; let best: any;
        for (let i = 0; i < L.length; i++) if (L[i].op === "CALL" && L[i + 1]?.depth === L[i].depth + 1) {
          let j = i + 1; while (j < L.length && L[j].depth > L[i].depth) j++;
          const used = L[i + 1].gas - (L[j - 1].gas - L[j-1].gasCost);
          const own: Record<string,[number,number]> = {}; const d = L[i+1].depth;
          for (let k=i+1;k<j;k++) if (L[k].depth===d && L[k].op!=="CALL") { const o=L[k].op.replace(/^(PUSH|DUP|SWAP)\d+$/,"$1"); own[o]??=[0,0]; own[o]![0]++; own[o]![1]+=Number(L[k].gasCost); }
          const top=Object.entries(own).sort((a,b)=>b[1][1]-a[1][1]).slice(0,14).map(([o,[n,g]])=>o+":"+n+"/"+g).join(" ");
          if (L[i].depth===2) (await import("node:fs")).writeFileSync("/tmp/trace.json", JSON.stringify(L.slice(i+1,j).filter((x:any)=>x.depth===d).map((x:any)=>({pc:x.pc,op:x.op,g:Number(x.gasCost)}))));
          console.log("   ops", Object.values(own).reduce((a,b)=>a+b[0],0), top);
          console.log("   sloads", L.slice(i+1,j).filter((x:any)=>x.depth===d&&(x.op==="SLOAD"||x.op==="SSTORE")).map((x:any)=>x.op[1]+":"+Number(x.gasCost)).join(" "));
          console.log("  frame depth", L[i].depth, "to", "0x" + L[i].stack[L[i].stack.length - 2].slice(-40), "gas", Number(used));
        }
      }
    };
    console.log("deposit+sync first", await dep(A)); await devnet.relayer.pump(); await frame();
    console.log("deposit+sync existing", await dep(A)); await devnet.relayer.pump(); await frame();
    console.log("deposit+sync existing", await dep(A)); await devnet.relayer.pump(); await frame();
    console.log("deposit+sync new account", await dep(B)); await devnet.relayer.pump(); await frame();
    console.log("  B again", await dep(B)); await devnet.relayer.pump();
    // sync with 1 vs 2 records, existing accounts
    const d1 = async (acc: string) => { await mined(v.deposit(SOURCE_ETH, 10n ** 18n, acc)); };
    const sync = async (accs: string[]) => { const items = accs.map(a => ({ holder: a, key: SOURCE_ETH })); const fee = await v.quoteSync(items, 0n); const r = await mined(v.sync(items, u.address, 0n, u.address, { value: fee })); return r.gasUsed; };
    await d1(A); console.log("sync 1", await sync([A])); await devnet.relayer.pump(); await frame();
    await d1(A); await d1(B); console.log("sync 2", await sync([A, B])); await devnet.relayer.pump(); await frame();
    console.log(devnet.relayer.statistics);
  });
});
