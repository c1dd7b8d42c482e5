// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Parameters of the whole model (risk.md section 8). One slot.
/// @param zMaintenance standard deviations covered at maintenance margin (bps)
/// @param zInitial standard deviations covered at initial margin (bps)
/// @param localTime Tloc, time to sell collateral on the hub (seconds)
/// @param perpTime Tperp, time to close a position (seconds)
/// @param thetaMaintenance share of a hedge recognised at maintenance margin (bps)
/// @param thetaInitial share of a hedge recognised at initial margin (bps)
/// @param perpPenalty phi_p, penalty on a position closed in liquidation (bps)
struct GlobalParameters {
    uint32 zMaintenance;
    uint32 zInitial;
    uint32 localTime;
    uint32 perpTime;
    uint16 thetaMaintenance;
    uint16 thetaInitial;
    uint16 perpPenalty;
}

/// @notice Parameters of one asset, whatever lane it is on. Two slots.
/// @param baseMaintenance jump buffer basePx at maintenance margin (bps)
/// @param baseInitial jump buffer basePx at initial margin (bps)
/// @param baseDiscount dBase, a multiple of ten (bps)
/// @param penalty phi (bps)
/// @param eta impact of selling the whole depth (bps)
/// @param maxCharge qMax, highest size charge (bps)
/// @param minHaircut Hmin in percent (raw)
/// @param maxHaircut Hmax in percent (raw)
/// @param underlying asset whose markets hedge this one; the asset itself but for wrappers and staking tokens (id)
/// @param depth D, USD sellable within 2% in stress in thousands of USD (raw)
/// @param variance effective variance (raw, 1e36 per second)
/// @param minVariance lowest variance (raw, 1e36 per second)
/// @param maxVariance highest variance (raw, 1e36 per second)
struct AssetParameters {
    uint16 baseMaintenance;
    uint16 baseInitial;
    uint16 baseDiscount;
    uint8 penalty;
    uint16 eta;
    uint16 maxCharge;
    uint8 minHaircut;
    uint8 maxHaircut;
    uint8 underlying;
    uint32 depth;
    uint112 variance;
    uint128 minVariance;
    uint128 maxVariance;
}

/// @notice Parameters of one key: an asset on a lane. One slot.
/// @param asset asset, fixed at listing (id)
/// @param decimals shared decimals of its units, fixed at listing (count)
/// @param eid lane it comes from, fixed at listing (eid)
/// @param idiosyncratic bridge, wrapper and de-peg risk (bps)
/// @param totalUnits what all accounts hold of it, for the size floor (units)
/// @param recognised whether it counts for initial margin
struct KeyParameters {
    uint8 asset;
    uint8 decimals;
    uint32 eid;
    uint16 idiosyncratic;
    uint64 totalUnits;
    bool recognised;
}

/// @notice Parameters of the markets on one underlying. One slot.
/// @param scanBaseMaintenance jump buffer of the scan range at maintenance margin (bps)
/// @param scanBaseInitial jump buffer of the scan range at initial margin (bps)
/// @param scanMinMaintenance sMin at maintenance margin (bps)
/// @param scanMinInitial sMin at initial margin (bps)
/// @param scanMax sMax (bps)
/// @param rho share of the common factor (bps)
/// @param beta charge on what nets between unlike markets (bps)
/// @param eta impact of closing the whole depth (bps)
/// @param maxCharge qMaxP, highest concentration charge (bps)
/// @param depth USD that can be closed within 2% in stress in thousands of USD (raw)
struct UnderlyingParameters {
    uint16 scanBaseMaintenance;
    uint16 scanBaseInitial;
    uint16 scanMinMaintenance;
    uint16 scanMinInitial;
    uint16 scanMax;
    uint16 rho;
    uint16 beta;
    uint16 eta;
    uint16 maxCharge;
    uint32 depth;
}

/// @notice What a key's haircut is made of before size, at the parameters of now.
/// @param base jump buffer (WAD)
/// @param volatility z times the deviation over Tloc (WAD)
/// @param latency L, premium of the lane (WAD)
/// @param idiosyncratic bridge, wrapper and de-peg risk (WAD)
struct HaircutParts {
    uint256 base;
    uint256 volatility;
    uint256 latency;
    uint256 idiosyncratic;
}

/// @notice All that a key's row is computed from.
/// @param key parameters of the key
/// @param asset parameters of its asset
/// @param globals parameters of the model
/// @param latency T_j of its lane (seconds)
struct KeyInputs {
    KeyParameters key;
    AssetParameters asset;
    GlobalParameters globals;
    uint256 latency;
}

/// @notice All that an underlying's row is computed from.
/// @param underlying parameters of the markets on it
/// @param globals parameters of the model
/// @param variance variance of the asset (raw, 1e36 per second)
struct UnderlyingInputs {
    UnderlyingParameters underlying;
    GlobalParameters globals;
    uint256 variance;
}
