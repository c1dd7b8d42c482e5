// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountHeader} from "./Account.sol";
import {LaneState} from "./Lane.sol";
import {SecurityStatus} from "./LaneSecurity.sol";
import {Margin} from "./Margin.sol";
import {PriceStatus} from "./PriceStatus.sol";
import {HaircutParts} from "./RiskParameters.sol";

/// @notice An asset's price as margin checks use it, and how old it is. What never happened has an age since 1970.
/// @param low last good price of a whole token, of two sources the lower (WAD)
/// @param high the same at the higher source (WAD)
/// @param status what the feeds were when last asked
/// @param age since that price was observed (seconds)
/// @param refreshAge since the feeds were last asked (seconds)
struct PriceReport {
    uint256 low;
    uint256 high;
    PriceStatus status;
    uint256 age;
    uint256 refreshAge;
}

/// @notice How a holding counts at one of the two margins.
/// @param parts what its haircut is made of before size, at the inputs of now
/// @param target where la is going, as a poke would see it now: the sum of the parts, within its cap at maintenance
/// margin and with what a running schedule will add at initial margin (WAD)
/// @param afterPoke what a poke would make of la now (WAD)
/// @param accountIndependent la in force, from the last poke (WAD)
/// @param size Q in force at the account's size (WAD)
/// @param haircut H in force (WAD)
/// @param value what is counted before the haircut; a key whose feed is out may count more than once (WAD)
/// @param recognised what is counted after it (WAD)
struct SideReport {
    HaircutParts parts;
    uint256 target;
    uint256 afterPoke;
    uint256 accountIndependent;
    uint256 size;
    uint256 haircut;
    uint256 value;
    uint256 recognised;
}

/// @notice How a key's lane is doing. All zero for a key of the hub, but for `held`.
/// @param stage 0 NORMAL, 1 DELAYED, 2 FROZEN, 3 REDUCE_ONLY, 4 QUARANTINE (index)
/// @param age since the lane was last heard of, on the hub's clock (seconds)
/// @param overdue time beyond the expected next message (seconds)
/// @param held whether a hold or a shortfall stands on the key or its lane
struct LaneBrief {
    uint8 stage;
    uint256 age;
    uint256 overdue;
    bool held;
}

/// @notice One key an account holds.
/// @param key key (id)
/// @param asset asset, 0 without a row (id)
/// @param decimals shared decimals of the units (count)
/// @param eid lane, 0 if the gateway does not list the key (eid)
/// @param units balance (units)
/// @param hasRow whether the risk engine knows the key; without a row it is worth nothing
/// @param explained whether the parts of the haircuts are there
/// @param recognised whether it counts for initial margin now: its recognition stands and its price is good
/// @param pokeAge since its row was computed (seconds)
/// @param valueLow value at the lower price, once, whatever the state of the feed (WAD)
/// @param valueHigh the same at the higher price (WAD)
/// @param price price of its asset, the settlement asset's cut at one dollar as margin checks do
/// @param lane its lane
/// @param maintenance how it counts at maintenance margin
/// @param initial how it counts at initial margin
struct HoldingReport {
    uint8 key;
    uint8 asset;
    uint8 decimals;
    uint32 eid;
    uint64 units;
    bool hasRow;
    bool explained;
    bool recognised;
    uint256 pokeAge;
    uint256 valueLow;
    uint256 valueHigh;
    PriceReport price;
    LaneBrief lane;
    SideReport maintenance;
    SideReport initial;
}

/// @notice An account at cached prices and rows.
/// @param blockNumber block it holds for (count)
/// @param time time of that block (unix seconds)
/// @param header keys, mode, liquidation and the blocks of its last acts
/// @param inAuction whether an auction of it runs
/// @param answered whether the risk engine answered; if not, only header, cash and units are there
/// @param cash signed cash, interest accrued to now (WAD)
/// @param debt what it owes, rounded up (WAD)
/// @param cashMaintenance what its cash counts for at maintenance margin (WAD)
/// @param cashInitial what its cash counts for at initial margin (WAD)
/// @param reserve part of both requirements for the cost of cleaning up a liability (WAD)
/// @param margin equity and requirements, as the engine answers them
/// @param maintenanceMargin equity less the maintenance requirement: below zero it can be liquidated (WAD)
/// @param initialMargin initial equity less the initial requirement: what is left for new risk (WAD)
/// @param cureEquity the equity that counts for the end of a liquidation (WAD)
/// @param target the equity that ends one (WAD)
/// @param holdings its keys, ascending
struct AccountReport {
    uint256 blockNumber;
    uint256 time;
    AccountHeader header;
    bool inAuction;
    bool answered;
    int256 cash;
    uint256 debt;
    int256 cashMaintenance;
    int256 cashInitial;
    uint256 reserve;
    Margin margin;
    int256 maintenanceMargin;
    int256 initialMargin;
    int256 cureEquity;
    uint256 target;
    HoldingReport[] holdings;
}

/// @notice One account of a batch, at cached prices and rows.
/// @param answered whether the risk engine answered; if not, the three figures are 0
/// @param inLiquidation whether the account is in liquidation
/// @param equity equity at maintenance margin (WAD)
/// @param initialMargin initial equity less the initial requirement (WAD)
/// @param maintenanceMargin equity less the maintenance requirement (WAD)
struct HealthReport {
    bool answered;
    bool inLiquidation;
    int256 equity;
    int256 initialMargin;
    int256 maintenanceMargin;
}

/// @notice A lane at one instant.
/// @param blockNumber block it holds for (count)
/// @param time time of that block (unix seconds)
/// @param isOpen whether the lane was ever opened; all else is zero if not
/// @param isHub whether it is the hub's own, which needs no messages
/// @param judged whether the configuration could be judged within the gas given
/// @param state clock, stage, latency, delay and hold
/// @param age since it was last heard of, on the hub's clock (seconds)
/// @param stuckSince when its next message was due, 0 while it is on time (unix seconds)
/// @param listedKeys its keys, bit k for key k (raw)
/// @param security what a check would find now, the floors, and what the last check left
struct LaneReport {
    uint256 blockNumber;
    uint256 time;
    bool isOpen;
    bool isHub;
    bool judged;
    LaneState state;
    uint256 age;
    uint256 stuckSince;
    uint64 listedKeys;
    SecurityStatus security;
}
