// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {KeyRows} from "../types/KeyRow.sol";
import {LaneTerms, Shortfall} from "../types/Lane.sol";
import {AccountReport, HealthReport, LaneBrief, LaneReport, PriceReport} from "../types/Lens.sol";
import {PriceStatus} from "../types/PriceStatus.sol";
import {Haircuts} from "../types/RiskParameters.sol";
import {FeedParameters} from "./IPriceOracle.sol";

/// @notice What the feeds of an asset say at this instant.
/// @param answered whether the oracle answered within the gas given
/// @param low lower price of a whole token, 0 if a feed is unreadable (WAD)
/// @param high higher price (WAD)
/// @param age since the older observation (seconds)
/// @param status verdict
/// @param feeds the feeds and their limits
/// @param bandBps furthest that two may lie apart, 0 for one (bps)
struct FeedsReport {
    bool answered;
    uint256 low;
    uint256 high;
    uint256 age;
    PriceStatus status;
    FeedParameters[] feeds;
    uint256 bandBps;
}

/// @notice What decides the size charge of an asset, and how far its haircuts go; in force since the last poke.
/// @param depth D, USD sellable within 2% in stress (WAD)
/// @param eta impact of selling the whole depth (WAD)
/// @param maxCharge qMax (WAD)
/// @param minHaircut Hmin (WAD)
/// @param maxHaircut Hmax (WAD)
struct SizeReport {
    uint256 depth;
    uint256 eta;
    uint256 maxCharge;
    uint256 minHaircut;
    uint256 maxHaircut;
}

/// @notice How much of a key there is, and how much more there may be. Of a key of the hub: at its vault, where a
/// deposit is credited and a release paid at once.
/// @param cap most credited less authorised; of the hub's vault, most in custody (units)
/// @param room what could be credited now under cap and bucket, whatever holds stand (units)
/// @param bucketBps b as a share of the cap, 2^16 - 1 for no bucket (bps)
/// @param credited sum of credits, or of deposits at the hub's vault (units)
/// @param authorised sum of authorised releases, or of payments at the hub's vault (units)
/// @param held what all accounts hold, or may still claim at the hub's vault (units)
/// @param shortfall recorded shortfall
struct SupplyReport {
    uint256 cap;
    uint256 room;
    uint256 bucketBps;
    uint256 credited;
    uint256 authorised;
    uint256 held;
    Shortfall shortfall;
}

/// @notice Everything about a key.
/// @param blockNumber block it holds for (count)
/// @param time time of that block (unix seconds)
/// @param isListed whether the gateway lists it
/// @param hasRow whether the risk engine knows it
/// @param explained whether its haircuts are there
/// @param isHub whether it is a key of the hub itself
/// @param eid its lane (eid)
/// @param token its token on its own chain
/// @param pokeAge since its row was computed (seconds)
/// @param stopLevel 0 none, 1 no liquidate, 2 nor reset, 3 nor take (id)
/// @param stopUntil when that ends or ended (unix seconds)
/// @param row what a margin check reads of it
/// @param haircuts what its haircuts are made of and where they go, at the inputs of now
/// @param size what a margin check reads of its asset besides the price
/// @param price price of its asset that margin checks use
/// @param feeds what the feeds of its asset say
/// @param lane its lane
/// @param terms what a poke would learn from its lane
/// @param supply how much of it there is
struct KeyReport {
    uint256 blockNumber;
    uint256 time;
    bool isListed;
    bool hasRow;
    bool explained;
    bool isHub;
    uint32 eid;
    address token;
    uint256 pokeAge;
    uint8 stopLevel;
    uint256 stopUntil;
    KeyRows.Fields row;
    Haircuts haircuts;
    SizeReport size;
    PriceReport price;
    FeedsReport feeds;
    LaneBrief lane;
    LaneTerms terms;
    SupplyReport supply;
}

/// @title IMarginLens
/// @notice Read-only answers for front ends, keepers and the risk desk (experience.md). No view reverts, whatever is
/// asked for: what is not there is zero, and a flag says so. Everything is as of the block it names, at the prices and
/// rows that the next check would find; only `key` asks the feeds.
/// Assumptions: engine, risk engine, gateway and auction house are the system's own; feeds and LayerZero's contracts
/// may answer anything.
interface IMarginLens {
    /// @notice Everything about an account. Over its holdings, recognised values plus cash less the reserve are exactly
    /// its margins while it has no positions.
    /// @param who the account
    /// @return report its equity, requirements, margins and holdings
    function account(address who) external view returns (AccountReport memory report);

    /// @notice Health of many accounts: a thousand with four keys each fit in 50,000,000 gas.
    /// @param accounts the accounts
    /// @return reports one each, in their order
    function batchHealth(address[] calldata accounts) external view returns (HealthReport[] memory reports);

    /// @notice Everything about a lane.
    /// @param eid lane (eid)
    /// @return report its clock, stage, security and keys
    function lane(uint32 eid) external view returns (LaneReport memory report);

    /// @notice Everything about a key.
    /// @param id key (id)
    /// @return report its haircuts, price, lane and amounts
    function key(uint8 id) external view returns (KeyReport memory report);

    /// @notice The margin engine.
    /// @return contract_ its address
    function engine() external view returns (address contract_);

    /// @notice The gateway.
    /// @return contract_ its address
    function gateway() external view returns (address contract_);
}
