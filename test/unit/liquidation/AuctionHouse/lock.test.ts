import { expect } from "chai";
import { CallbackReceiver__factory } from "../../../../typechain-types/index.js";
import { RELEASE, openPosition, orderOf } from "../../../helpers/auctions.js";
import { SOURCE_ETH, useHub } from "../../../helpers/hub.js";
import { depositKey, setPrice } from "../../../helpers/hubActions.js";
import { ETH } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8 } from "../../../helpers/money.js";

const FEE = 10n ** 17n;

describe("AuctionHouse lock", () => {
  const hub = useHub();

  describe("given a refund receiver that calls back during a RELEASE", () => {
    const refused = async (target: string, call: string): Promise<void> => {
      const { admin, auctions } = hub();
      const cast = await openPosition(hub());
      await depositKey(hub(), cast.alice.address, SOURCE_ETH, units8(5));
      await setPrice(hub(), ETH, 1_560);
      await mined(auctions.connect(cast.kate).liquidate(cast.alice.address));
      const receiver = await new CallbackReceiver__factory(admin).deploy();
      await mined(receiver.prepare(target, call));
      const order = orderOf(cast, {
        key: SOURCE_ETH,
        units: units8(1),
        mode: RELEASE,
        recipient: cast.bob.address,
        refund: await receiver.getAddress(),
      });
      await mined(auctions.connect(cast.bob).take(order, { value: FEE }));
      expect(await receiver.done()).to.equal(false);
      const error = auctions.interface.getError("ReentrancyGuardReentrantCall");
      expect(await receiver.answer()).to.equal(error?.selector);
    };
    const inHouse = async (call: string): Promise<void> =>
      refused(await hub().auctions.getAddress(), call);
    const alice = (): string => hub().chain.signer(1).address;

    it("refuses liquidate with ReentrancyGuardReentrantCall()", async () => {
      await inHouse(hub().auctions.interface.encodeFunctionData("liquidate", [alice()]));
    });

    it("refuses take with ReentrancyGuardReentrantCall()", async () => {
      const order = orderOf({
        alice: hub().chain.signer(1),
        bob: hub().chain.signer(2),
        kate: hub().chain.signer(3),
      });
      await inHouse(hub().auctions.interface.encodeFunctionData("take", [order]));
    });

    it("refuses reset with ReentrancyGuardReentrantCall()", async () => {
      await inHouse(hub().auctions.interface.encodeFunctionData("reset", [alice()]));
    });

    it("refuses close with ReentrancyGuardReentrantCall()", async () => {
      await inHouse(hub().auctions.interface.encodeFunctionData("close", [alice()]));
    });
  });
});
