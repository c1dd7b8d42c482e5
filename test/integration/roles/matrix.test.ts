import { expect } from "chai";
import { roleTables } from "../../../deploy/roles.js";
import { deployableContracts } from "../../../scripts/lib/artifacts.js";
import { home } from "../../../scripts/lib/home.js";
import { readJson } from "../../../scripts/lib/json.js";
import { actsOf, matrixOf, Prober, subjectsOf, type Matrix } from "../../helpers/roleMatrix.js";
import { addressOf, useSystem } from "../../helpers/system.js";

const FILE = `${home}/test/integration/roles/matrix.json`;

/** Errors of a function that the AccessManager gives out: its own, an OApp's owner's, and LayerZero's for delegates. */
const guarded = ["AccessManagedUnauthorized", "OwnableUnauthorizedAccount", "LZ_Unauthorized"];

describe("Who may call what", () => {
  const system = useSystem();

  it("is what matrix.json says (tsx scripts/role-matrix.ts records it anew)", async () => {
    const now = await matrixOf(system());
    const recorded = readJson(FILE);
    expect(Object.keys(now)).to.deep.equal(Object.keys(recorded));
    for (const [act, row] of Object.entries(now)) expect(row, act).to.deep.equal(recorded[act]);
  });

  it("covers every contract that can be deployed and changes anything", async () => {
    const seen = new Set((await subjectsOf(system())).map(({ name }) => name));
    const deployable = deployableContracts(home)
      .filter(({ functions }) => functions.some(({ changesState }) => changesState))
      // The devnet's examples and test contracts are not deployed with the system.
      .filter(({ source }) => !source.startsWith("contracts/test/"))
      .map(({ name }) => name);
    expect(deployable.filter((name) => !seen.has(name))).to.deep.equal([]);
  });

  it("gives every guarded function a role in the table, and no other function one", async () => {
    const world = system();
    const prober = new Prober(world);
    const stranger = addressOf(world, "stranger");
    for (const subject of await subjectsOf(world)) {
      if (subject.name === "AccessManager") continue;
      const found: string[] = [];
      for (const act of actsOf(subject)) {
        const refused = guarded.includes(await prober.direct(subject, act, stranger));
        // AccessManaged's own: the AccessManager alone, told by its admin.
        if (refused && act.name !== "setAuthority") found.push(act.name);
      }
      const table = Object.entries(roleTables).find(([name]) => name === subject.name)?.[1] ?? {};
      expect(found.sort(), subject.name).to.deep.equal(Object.keys(table).sort());
    }
  });

  it("lets nobody act at once but the guardian, who only tightens, and the steward, who posts inside bounds", async () => {
    const matrix: Matrix = await matrixOf(system());
    const atOnce = Object.entries(matrix).flatMap(([act, row]) =>
      Object.entries(row)
        .filter(([, outcome]) => outcome === "at once")
        .map(([who]) => `${who}: ${act.replace(/\(.*/, "")}`),
    );
    expect(atOnce).to.deep.equal([
      "steward: RiskParameters.postCorrelation",
      "steward: RiskParameters.postDepth",
      "steward: RiskParameters.postVolatility",
      "guardian: LaneDesk.confirmQuarantine",
      "guardian: LaneDesk.holdKey",
      "guardian: LaneDesk.holdLane",
      "guardian: LaneDesk.lowerLimits",
      "guardian: HubVault.lowerLimits",
      "guardian: AuctionHouse.stop",
      "guardian: AuctionHouse.stopUnderlying",
      "guardian: VaultDesk.lowerLimits",
    ]);
  });
});
