/** Where LayerZero V2 stands on a chain: what a relayer needs to know. */
export interface LayerZeroAddresses {
  readonly endpoint: string;
  readonly sendUln: string;
  readonly receiveUln: string;
  readonly executor: string;
  /** In the same order on every chain: the n-th is the same DVN everywhere. */
  readonly dvns: readonly string[];
}

/** A public test network with LayerZero V2 on it. */
export interface Testnet {
  /** LayerZero's number for it (eid). */
  readonly eid: number;
  readonly chainId: number;
  readonly layerZero: LayerZeroAddresses;
}

/** EndpointV2 has one address on all of these. */
const endpoint = "0x6EDCE65403992e310A62460808c4b910D972f10f";

/** The published testnet deployments of LayerZero V2 (from @layerzerolabs/lz-evm-sdk-v2 3.1.10); the DVN is LayerZero's own. */
export const testnets = {
  sepolia: {
    eid: 40_161,
    chainId: 11_155_111,
    layerZero: {
      endpoint,
      sendUln: "0xcc1ae8Cf5D3904Cef3360A9532B477529b177cCE",
      receiveUln: "0xdAf00F5eE2158dD58E0d3857851c432E34A3A851",
      executor: "0x718B92b5CB0a5552039B593faF724D182A881eDA",
      dvns: ["0x8eebf8b423B73bFCa51a1Db4B7354AA0bFCA9193"],
    },
  },
  arbitrumSepolia: {
    eid: 40_231,
    chainId: 421_614,
    layerZero: {
      endpoint,
      sendUln: "0x4f7cd4DA19ABB31b0eC98b9066B9e857B1bf9C0E",
      receiveUln: "0x75Db67CDab2824970131D5aa9CECfC9F69c69636",
      executor: "0x5Df3a1cEbBD9c8BA7F8dF51Fd632A9aef8308897",
      dvns: ["0x53f488E93b4f1b60E8E83aa374dBe1780A1EE8a8"],
    },
  },
  baseSepolia: {
    eid: 40_245,
    chainId: 84_532,
    layerZero: {
      endpoint,
      sendUln: "0xC1868e054425D378095A003EcbA3823a5D0135C9",
      receiveUln: "0x12523de19dc41c91F7d2093E0CFbB76b17012C8d",
      executor: "0x8A3D588D9f6AC041476b094f97FF94ec30169d3D",
      dvns: ["0xe1a12515F9AB2764b887bF60B923Ca494EBbB2d6"],
    },
  },
  optimismSepolia: {
    eid: 40_232,
    chainId: 11_155_420,
    layerZero: {
      endpoint,
      sendUln: "0xB31D2cb502E25B30C651842C7C3293c51Fe6d16f",
      receiveUln: "0x9284fd59B95b9143AF0b9795CAC16eb3C723C9Ca",
      executor: "0xDc0D68899405673b932F0DB7f8A49191491A5bcB",
      dvns: ["0xd680ec569f269aa7015F7979b4f1239b5aa4582C"],
    },
  },
  polygonAmoy: {
    eid: 40_267,
    chainId: 80_002,
    layerZero: {
      endpoint,
      sendUln: "0x1d186C560281B8F1AF831957ED5047fD3AB902F9",
      receiveUln: "0x53fd4C4fBBd53F6bC58CaE6704b92dB1f360A648",
      executor: "0x4Cf1B3Fa61465c2c907f82fC488B43223BA0CF93",
      dvns: ["0x55c175DD5b039331dB251424538169D8495C18d1"],
    },
  },
} as const satisfies Readonly<Record<string, Testnet>>;
