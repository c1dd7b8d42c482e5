import { expect } from "chai";
import {
  listAt,
  numberAt,
  objectAt,
  parseJson,
  textAt,
  type Json,
} from "../../scripts/lib/json.js";
import { demo, type Ended } from "../helpers/demo.js";

const fieldsOf = (list: readonly Json[]): string[][] =>
  list.map((item) => Object.keys(item).sort());

describe("npm run demo", () => {
  describe("--once --json", () => {
    let ended: Ended;
    let report: Json;

    before(async () => {
      ended = await demo("--once", "--json", "--seed", "5");
      report = parseJson(ended.stdout, "the demo's stdout");
    });

    it("exits 0 and prints one object with everything in it and nothing wrong", () => {
      expect(ended.code, ended.stderr).to.equal(0);
      expect(report).to.include({ ok: true, seed: 5 });
      expect(report.problems).to.deep.equal([]);
      expect(report).to.have.all.keys(
        "ok",
        "seed",
        "chains",
        "deposits",
        "messages",
        "auction",
        "releases",
        "cure",
        "lanes",
        "haircuts",
        "invariants",
        "gas",
        "firstAuctionAfterSeconds",
        "problems",
      );
    });

    it("has a hub and three source chains with the eids of their test networks", () => {
      const chains = listAt(report, "chains");
      expect(chains.map((chain) => [textAt(chain, "role"), numberAt(chain, "eid")])).to.deep.equal([
        ["hub", 40_161],
        ["source", 40_231],
        ["source", 40_245],
        ["source", 40_232],
      ]);
      for (const fields of fieldsOf(chains))
        expect(fields).to.deep.equal(["chainId", "eid", "name", "role"]);
    });

    it("credits deposits of two traders in tokens of 18, 8 and 6 decimals from every chain", () => {
      const deposits = listAt(report, "deposits");
      const chains = new Set(deposits.map((deposit) => textAt(deposit, "chain")));
      expect([...chains].sort()).to.deep.equal(["arbitrum", "base", "optimism"]);
      expect(new Set(deposits.map((deposit) => textAt(deposit, "account"))).size).to.equal(2);
      // WETH, cbBTC, ARB, USDC and the USDC that cures.
      expect(deposits.map((deposit) => numberAt(deposit, "key"))).to.deep.equal([2, 6, 3, 9, 7]);
      // The confirmations alone take twenty seconds on each of them.
      for (const deposit of deposits)
        expect(numberAt(deposit, "creditedAfterSeconds")).to.be.within(20, 120);
    });

    it("delivers every message", () => {
      // Three first round trips, three clocks to the lanes, five deposits, two releases.
      const traffic = 16;
      // Heartbeats: three before the delay; 26 times two and six of the slow lane's during it, one more of those; eight
      // times three on the way back, of which the last of the burst counts as the first of nine.
      const beats = 3 + 26 * 2 + 6 + 1 + 8 * 3;
      const sent = traffic + beats;
      expect(report.messages).to.deep.equal({ sent, delivered: sent, retried: 0, failed: 0 });
    });

    it("sells by a KEEP and a RELEASE at falling factors and ends the auction", () => {
      const auction = objectAt(report, "auction");
      const takes = listAt(auction, "takes");
      // Ether starts at 1 - 600 bps / 6 (risk.md section 8).
      expect(auction).to.include({ startFactor: "0.9900", closed: true });
      expect(takes.map((take) => textAt(take, "mode"))).to.deep.equal(["KEEP", "RELEASE"]);
      // 0.99 x 0.998^6 is the first step at or below 0.98; 0.99 x 0.998^11 the first at or below 0.97.
      expect(takes.map((take) => textAt(take, "factor"))).to.deep.equal(["0.9781", "0.9684"]);
      for (const fields of fieldsOf(takes))
        expect(fields).to.deep.equal(["buyer", "factor", "key", "mode", "units"]);
    });

    it("pays the withdrawal and the RELEASE at their source chain", () => {
      const releases = listAt(report, "releases");
      const [take] = listAt(objectAt(report, "auction"), "takes").slice(1);
      expect(releases).to.have.length(2);
      expect(releases.every(({ paid, chain }) => paid === true && chain === "base")).to.equal(true);
      expect(releases[1]).to.include({ units: take?.units, recipient: take?.buyer });
    });

    it("cures the other trader", () => {
      const cure = objectAt(report, "cure");
      expect(cure.closed).to.equal(true);
      expect(cure.account).not.to.equal(objectAt(report, "auction").account);
    });

    it("holds every invariant that the chains' state shows", () => {
      expect(report.invariants).to.deep.equal({
        "INV-01": true,
        "INV-02": true,
        "INV-03": true,
        "INV-04": true,
        "INV-06": true,
        "INV-10": true,
        "INV-18": true,
        "INV-19": true,
        "INV-27": true,
        "P-R3": true,
      });
    });

    it("reports the gas of every act", () => {
      const gas = objectAt(report, "gas");
      expect(gas).to.have.all.keys(
        "depositAndSync",
        "receiveAndCredit",
        "borrow",
        "withdrawCollateral",
        "receiveAndPay",
        "liquidate",
        "takeKeep",
        "takeRelease",
        "close",
      );
      // No transaction costs less than its base fee of 21,000.
      for (const act of Object.keys(gas)) expect(numberAt(gas, act)).to.be.above(21_000);
    });
  });

  for (const [args, says] of [
    [["--nonsense"], "unknown option --nonsense; there are --once"],
    [["--seed"], "--seed needs a value"],
    [["--seed", "-1"], "--seed -1: a whole number is needed"],
    [["--speed", "0"], "--speed 0: a number above 0 is needed"],
    [["--forks", "http://127.0.0.1:1"], "--forks: 1 URLs given, 4 needed"],
    [["--forks", "a,b,c,d"], '--forks: "a" is not an http URL'],
  ] as const)
    it(`refuses ${args.join(" ")} with exit code 2`, async () => {
      const { code, stdout, stderr } = await demo(...args);
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.include(says);
    });

  it("explains itself with --help", async () => {
    const { code, stdout } = await demo("--help");
    expect(code).to.equal(0);
    for (const flag of ["--once", "--json", "--seed", "--speed", "--forks"])
      expect(stdout).to.include(flag);
  });
});
