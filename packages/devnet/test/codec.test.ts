import { expect } from "chai";
import { AbiCoder, Interface, Wallet, concat } from "ethers";
import {
  addressToBytes32,
  bytes32ToAddress,
  decodeError,
  decodeExecutorOptions,
  decodePacket,
  joinOptions,
  lzReceiveOption,
  makePacket,
  nativeDropOption,
  revertDataOf,
  type PacketFields,
} from "../src/index.js";

const someone = "0x52908400098527886E0F7030069857D2E4169EE7";

describe("devnet errors", () => {
  it("names LayerZero's errors with their arguments", () => {
    expect(decodeError("0x4c3118d4").text).to.equal("LZ_ULN_Verifying()");
    const fee = new Interface([
      "error LZ_InsufficientFee(uint256 requiredNative, uint256 suppliedNative, uint256 a, uint256 b)",
    ]);
    const data = fee.encodeErrorResult("LZ_InsufficientFee", [3n, 2n, 0n, 0n]);
    const decoded = decodeError(data);
    expect(decoded.name).to.equal("LZ_InsufficientFee");
    expect(decoded.args).to.deep.equal([3n, 2n, 0n, 0n]);
    expect(decoded.text).to.equal(
      "LZ_InsufficientFee(requiredNative 3, suppliedNative 2, requiredLzToken 0, suppliedLzToken 0)",
    );
  });

  it("names the caller's errors", () => {
    const own = new Interface(["error Vault_Dust(bytes32 key, uint256[] amounts)"]);
    const data = own.encodeErrorResult("Vault_Dust", [`0x${"00".repeat(32)}`, [1n, 2n]]);
    expect(decodeError(data).name).to.equal("Unknown");
    expect(decodeError(data, [own]).text).to.equal(
      `Vault_Dust(key 0x${"00".repeat(32)}, amounts [1, 2])`,
    );
  });

  it("reads Solidity's own errors", () => {
    const coder = AbiCoder.defaultAbiCoder();
    const message = concat(["0x08c379a0", coder.encode(["string"], ["too much"])]);
    expect(decodeError(message)).to.include({ name: "Error", text: 'Error("too much")' });
    const panic = concat(["0x4e487b71", coder.encode(["uint256"], [0x11])]);
    expect(decodeError(panic)).to.include({
      name: "Panic",
      text: "Panic(arithmetic overflow or underflow)",
    });
  });

  it("never throws on bytes it does not know", () => {
    expect(decodeError("0x").text).to.match(/^no reason given/);
    expect(decodeError("0x01").text).to.equal("unknown error 0x01");
    expect(decodeError("0xdeadbeef").text).to.equal("unknown error 0xdeadbeef");
    expect(decodeError("0x08c379a0ff").text).to.equal("unknown error 0x08c379a0ff");
  });

  it("finds revert data however deep an error carries it", () => {
    expect(revertDataOf({ info: { error: { data: "0x1234" } } })).to.equal("0x1234");
    expect(revertDataOf(new Error("no data"))).to.equal(undefined);
  });
});

describe("devnet options", () => {
  it("are read as they were written", () => {
    const options = joinOptions(lzReceiveOption(200_000n, 5n), nativeDropOption(7n, someone));
    expect(decodeExecutorOptions(options)).to.deep.equal({
      gas: 200_000n,
      value: 5n,
      drops: [{ amount: 7n, receiver: someone }],
    });
  });

  it("have the bytes LayerZero documents", () => {
    // Type 3, worker 1, 17 bytes: type 1 and 200,000 in 16 bytes.
    expect(lzReceiveOption(200_000n)).to.equal("0x00030100110100000000000000000000000000030d40");
  });

  it("add up when several are given, and leave other workers' alone", () => {
    const dvnOption = "0x0003020002000a";
    const options = joinOptions(lzReceiveOption(1n), dvnOption, lzReceiveOption(2n, 9n));
    expect(decodeExecutorOptions(options)).to.deep.equal({ gas: 3n, value: 9n, drops: [] });
  });
});

describe("devnet packets", () => {
  const fields: PacketFields = {
    nonce: 7n,
    srcEid: 40_231,
    sender: someone,
    dstEid: 40_161,
    receiver: Wallet.createRandom().address,
    message: "0xabcd",
    options: lzReceiveOption(1n),
  };

  it("are decoded to what they were made of", () => {
    const packet = makePacket(fields);
    const encoded = concat([packet.header, packet.guid, packet.message]);
    expect(decodePacket(encoded, packet.options)).to.deep.equal(packet);
    expect(bytes32ToAddress(packet.sender)).to.equal(someone);
  });

  it("share a guid if only the message differs", () => {
    const [one, other] = [makePacket(fields), makePacket({ ...fields, message: "0xef" })];
    expect(one.guid).to.equal(other.guid);
    expect(one.payloadHash).not.to.equal(other.payloadHash);
  });

  it("can carry a guid that is not theirs", () => {
    const guid = addressToBytes32(someone);
    expect(makePacket({ ...fields, guid }).guid).to.equal(guid);
  });
});
