import { expect } from "chai";
import { GOVERNANCE_DELAY, roleId, roleTables } from "../../../deploy/roles.js";
import { restrictedFunction } from "../../../deploy/handover.js";
import { LANE_ETHER, changesOf } from "../../helpers/announcements.js";
import {
  addressOf,
  depositAndSync,
  govern,
  managerAs,
  mined,
  pump,
  signerOf,
  useSystem,
  walletOf,
  withdrawCollateral,
} from "../../helpers/system.js";

const everybody = ["stranger", "deployer", "guardian", "steward", "governor", "admin"] as const;

const ETHER = 10n ** 8n;

describe("Promise 2: nothing of weight changes in less than 48 h", () => {
  const system = useSystem();

  it("lets nobody make any of these changes at once, or announce it for sooner", async () => {
    const world = system();
    const { manager, chain } = world.hub;
    for (const change of await changesOf(world)) {
      const sooner = world.devnet.now() + GOVERNANCE_DELAY - 60;
      for (const who of everybody) {
        const theirs = manager.connect(signerOf(world, who, chain.name));
        const allowed = who === change.by;
        const refusal = allowed ? "AccessManagerNotScheduled" : "AccessManagerUnauthorizedCall";
        await expect(
          theirs.execute(change.target, change.data),
          `${who} changes ${change.what}`,
        ).to.be.revertedWithCustomError(manager, refusal);
        await expect(
          theirs.schedule(change.target, change.data, sooner),
          `${who} announces ${change.what}`,
        ).to.be.revertedWithCustomError(manager, "AccessManagerUnauthorizedCall");
      }
    }
  });

  it("refuses each of them a minute before its 48 h are over", async () => {
    const world = system();
    const changes = await changesOf(world);
    for (const { by, chain, target, data } of changes)
      await mined(managerAs(world, by, chain).schedule(target, data, 0n));
    const announced = world.devnet.now() - changes.length - 60;
    await world.devnet.setTime(announced + GOVERNANCE_DELAY);
    for (const { by, chain, target, data, what } of changes) {
      const manager = managerAs(world, by, chain);
      await expect(manager.execute(target, data), what).to.be.revertedWithCustomError(
        manager,
        "AccessManagerNotReady",
      );
    }
  });

  it("lets the governor raise a cap 48 h after announcing it", async () => {
    const world = system();
    const { desk, chain } = world.hub;
    const cap = 20_000n * ETHER;
    const data = desk.interface.encodeFunctionData("setLimits", [LANE_ETHER, cap, 2_000]);
    await govern(world, "governor", { chain: chain.name, target: await desk.getAddress(), data });
    expect((await desk.inflowOf(LANE_ETHER)).cap).to.equal(cap);
  });

  it("lets the guardian call off what the governor announced", async () => {
    const world = system();
    const [first] = await changesOf(world);
    if (first === undefined) throw new Error("no changes");
    const { chain, target, data } = first;
    const governor = managerAs(world, "governor", chain);
    await mined(governor.schedule(target, data, 0n));
    const announcer = addressOf(world, "governor");
    await mined(managerAs(world, "guardian", chain).cancel(announcer, target, data));
    await world.devnet.increaseTime(GOVERNANCE_DELAY);
    await expect(governor.execute(target, data)).to.be.revertedWithCustomError(
      governor,
      "AccessManagerNotScheduled",
    );
  });

  it("gives nobody what would end the delays: owner, delegate, old libraries, verified packets", async () => {
    const world = system();
    const { manager, gateway, chain } = world.hub;
    const targets = {
      LaneGateway: await gateway.getAddress(),
      EndpointV2: chain.layerZero.endpoint,
    } as const;
    let asked = 0;
    for (const contract of ["LaneGateway", "EndpointV2"] as const)
      for (const [name, role] of Object.entries(roleTables[contract])) {
        if (role !== "nobody") continue;
        const { selector } = restrictedFunction(contract, name);
        for (const who of everybody) {
          const may = await manager.canCall(addressOf(world, who), targets[contract], selector);
          expect([...may], `${who} ${name}`).to.deep.equal([false, 0n]);
          asked += 1;
        }
      }
    // setDelegate, transferOwnership, renounceOwnership; setReceiveLibraryTimeout, clear, nilify, burn.
    expect(asked).to.equal(7 * everybody.length);
  });

  it("lets not even the admin appoint somebody to that without taking the role over first", async () => {
    const world = system();
    const { manager, chain } = world.hub;
    const admin = managerAs(world, "admin", chain.name);
    const target = await manager.getAddress();
    const grant = [roleId.nobody, addressOf(world, "admin"), 0] as const;
    const data = manager.interface.encodeFunctionData("grantRole", [...grant]);
    await expect(admin.schedule(target, data, 0n)).to.be.revertedWithCustomError(
      manager,
      "AccessManagerUnauthorizedCall",
    );
  });

  it("leaves no member of any chain's admin or governor role without the delay, the deployer included", async () => {
    const world = system();
    for (const { manager } of [world.hub, ...world.sources]) {
      const granted = await manager.queryFilter(manager.filters.RoleGranted());
      const members = granted.filter(({ args }) =>
        [roleId.admin, roleId.governor].some((id) => id === args.roleId),
      );
      expect(members).to.have.length(3);
      for (const { args } of members) {
        const [isMember, delay] = await manager.hasRole(args.roleId, args.account);
        if (args.account === addressOf(world, "deployer")) expect(isMember).to.equal(false);
        else expect(delay).to.equal(BigInt(GOVERNANCE_DELAY));
      }
    }
  });
});

describe("Promise 2: no role moves users' funds", () => {
  const system = useSystem();

  it("refuses every write-off where no shortfall is recorded, whoever asks and however long ahead", async () => {
    const world = system();
    const alice = addressOf(world, "alice");
    await depositAndSync(world, { key: LANE_ETHER, from: "alice", units: 5n * ETHER });
    await pump(world);
    const { desk, chain } = world.hub;
    const target = await desk.getAddress();
    const thief = addressOf(world, "governor");
    const tries = [
      desk.interface.encodeFunctionData("writeOff", [alice, thief, LANE_ETHER, ETHER]),
      desk.interface.encodeFunctionData("chargeRelease", [alice, thief, LANE_ETHER, ETHER]),
    ];
    for (const data of tries)
      await expect(govern(world, "governor", { chain: chain.name, target, data }))
        .to.be.revertedWithCustomError(desk, "LaneDesk_BeyondShortfall")
        .withArgs(LANE_ETHER, ETHER, 0n);
    expect(await world.hub.engine.balanceOf(alice, LANE_ETHER)).to.equal(5n * ETHER);
  });

  it("pays a withdrawal while the guardian has done all it can", async () => {
    const world = system();
    const alice = addressOf(world, "alice");
    await depositAndSync(world, { key: LANE_ETHER, from: "alice", units: 5n * ETHER });
    await pump(world);
    const { desk, chain } = world.hub;
    const [source] = world.sources;
    if (source === undefined) throw new Error("no source chain");
    const target = await desk.getAddress();
    const hold = desk.interface.encodeFunctionData("holdLane", [source.chain.eid]);
    const holdKey = desk.interface.encodeFunctionData("holdKey", [LANE_ETHER]);
    const lower = desk.interface.encodeFunctionData("lowerLimits", [LANE_ETHER, 0, 0]);
    for (const data of [hold, holdKey, lower])
      await govern(world, "guardian", { chain: chain.name, target, data });
    await withdrawCollateral(world, { key: LANE_ETHER, from: "alice", units: 5n * ETHER });
    await pump(world);
    expect(await walletOf(world, LANE_ETHER, alice)).to.equal(5n * ETHER);
  });

  it("lets the guardian lower limits and never raise them", async () => {
    const world = system();
    const { desk, chain } = world.hub;
    const { cap } = await desk.inflowOf(LANE_ETHER);
    const target = await desk.getAddress();
    const data = desk.interface.encodeFunctionData("lowerLimits", [LANE_ETHER, cap + 1n, 2_000]);
    await expect(
      govern(world, "guardian", { chain: chain.name, target, data }),
    ).to.be.revertedWithCustomError(desk, "Guarded_NotLower");
  });
});
