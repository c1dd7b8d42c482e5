// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Parameters of the whole model (risk.md section 8). Both thetas take effect along a schedule.
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

/// @notice Parameters of one asset, whatever lane it is on. Hmin, Hmax and the underlying are fixed at listing; depth,
/// eta and qMax take effect along a schedule (risk.md 2.5).
/// @param baseMaintenance jump buffer basePx at maintenance margin (bps)
/// @param baseInitial jump buffer basePx at initial margin (bps)
/// @param baseDiscount dBase, a multiple of ten (bps)
/// @param penalty phi (bps)
/// @param eta impact of selling the whole depth (bps)
/// @param maxCharge qMax, highest size charge (bps)
/// @param minHaircut Hmin in percent (raw)
/// @param maxHaircut Hmax in percent (raw)
/// @param underlying asset whose markets hedge this one; the asset itself but for wrappers and staking tokens (id)
/// @param depth highest D the steward may post, and the first one: USD sellable within 2% in stress in thousands of USD
/// (raw)
/// @param variance where both volatility clocks start (raw, 1e36 per second)
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
    uint24 depth;
    uint112 variance;
    uint112 minVariance;
    uint112 maxVariance;
}

/// @notice Parameters of one key: an asset on a lane. One slot.
/// @param asset asset, fixed at listing (id)
/// @param decimals shared decimals of its units, fixed at listing (count)
/// @param eid lane it comes from, fixed at listing (eid)
/// @param idiosyncratic bridge, wrapper and de-peg risk (bps)
/// @param recognised whether it may count for initial margin
struct KeyParameters {
    uint8 asset;
    uint8 decimals;
    uint32 eid;
    uint16 idiosyncratic;
    bool recognised;
}

/// @notice Parameters of the markets on one underlying. sMax is fixed at listing; rho, beta, eta, qMaxP and the depth
/// take effect along a schedule.
/// @param scanBaseMaintenance jump buffer of the scan range at maintenance margin (bps)
/// @param scanBaseInitial jump buffer of the scan range at initial margin (bps)
/// @param scanMinMaintenance sMin at maintenance margin (bps)
/// @param scanMinInitial sMin at initial margin (bps)
/// @param scanMax sMax (bps)
/// @param rho highest share of the common factor the steward may post, and the first one (bps)
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

/// @notice What decides the size charge of an asset.
/// @param depth D in thousands of USD, at least one (raw)
/// @param eta impact of selling the whole depth (bps)
/// @param maxCharge qMax, highest size charge (bps)
struct SizeTerms {
    uint256 depth;
    uint256 eta;
    uint256 maxCharge;
}

/// @notice What decides how positions on an underlying net.
/// @param rho share of the common factor (bps)
/// @param beta charge on what nets between unlike markets (bps)
/// @param eta impact of closing the whole depth (bps)
/// @param maxCharge qMaxP, highest concentration charge (bps)
/// @param depth USD that can be closed within 2% in stress in thousands of USD (raw)
struct NettingTerms {
    uint256 rho;
    uint256 beta;
    uint256 eta;
    uint256 maxCharge;
    uint256 depth;
}

/// @notice What an announced change of netting terms can still cost; initial margin pays it at once (P-R3).
/// @param rho by how much rho may fall (bps)
/// @param beta by how much beta may rise (bps)
/// @param charge the most by which the concentration charge of any delta may rise (WAD)
struct PendingNetting {
    uint256 rho;
    uint256 beta;
    uint256 charge;
}

/// @notice Between what the measured variance is held (risk.md 2.2).
/// @param minVariance lowest variance (raw, 1e36 per second)
/// @param maxVariance highest variance (raw, 1e36 per second)
/// @param postedDeviation posted standard deviation, 0 if none is in force (WAD per root second)
struct VolatilityLimits {
    uint256 minVariance;
    uint256 maxVariance;
    uint256 postedDeviation;
}

/// @notice What an asset's volatility is measured to be.
/// @param fast variance of the fast clock (raw, 1e36 per second)
/// @param slow variance of the slow clock (raw, 1e36 per second)
/// @param sampledAt when the last sampled price was observed, 0 before the first (unix seconds)
/// @param sampledPrice the last sampled price (WAD)
/// @param posted posted standard deviation as far as it counts, 0 if none is in force (WAD per root second)
/// @param effective variance that charges use (raw, 1e36 per second)
struct VolatilityReport {
    uint256 fast;
    uint256 slow;
    uint256 sampledAt;
    uint256 sampledPrice;
    uint256 posted;
    uint256 effective;
}

/// @notice What a key's haircut is made of before size, at the inputs of now.
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

/// @notice A key's account-independent haircuts: where they are going, and where a poke would put them now.
/// @param maintenance parts at maintenance margin
/// @param initial parts at initial margin
/// @param maintenanceTarget where la_MM is going, behind the dynamic cap (WAD)
/// @param initialTarget where la_IM is going, the pending charge within (WAD)
/// @param maintenanceNow la_MM after a poke now (WAD)
/// @param initialNow la_IM after a poke now (WAD)
/// @param pendingCharge what a running schedule will add to the size charge at most (WAD)
/// @param variance variance the parts rest on (raw, 1e36 per second)
struct Haircuts {
    HaircutParts maintenance;
    HaircutParts initial;
    uint256 maintenanceTarget;
    uint256 initialTarget;
    uint256 maintenanceNow;
    uint256 initialNow;
    uint256 pendingCharge;
    uint256 variance;
}

/// @notice All that a key's row is computed from, but for its price, its volatility and its lane.
/// @param key parameters of the key
/// @param baseMaintenance jump buffer basePx at maintenance margin (bps)
/// @param baseInitial jump buffer basePx at initial margin (bps)
/// @param baseDiscount dBase (bps)
/// @param penalty phi (bps)
/// @param minHaircut Hmin in percent (raw)
/// @param maxHaircut Hmax in percent (raw)
/// @param underlying asset whose markets hedge the key's (id)
/// @param volatility between what its asset's variance is held
/// @param size size terms in force
/// @param pendingCharge what a running schedule will add to the size charge at most (WAD)
/// @param zMaintenance standard deviations covered at maintenance margin (bps)
/// @param zInitial standard deviations covered at initial margin (bps)
/// @param localTime Tloc (seconds)
struct KeyInputs {
    KeyParameters key;
    uint256 baseMaintenance;
    uint256 baseInitial;
    uint256 baseDiscount;
    uint256 penalty;
    uint256 minHaircut;
    uint256 maxHaircut;
    uint8 underlying;
    VolatilityLimits volatility;
    SizeTerms size;
    uint256 pendingCharge;
    uint256 zMaintenance;
    uint256 zInitial;
    uint256 localTime;
}

/// @notice All that an underlying's row is computed from, but for its volatility.
/// @param scanBaseMaintenance jump buffer of the scan range at maintenance margin (bps)
/// @param scanBaseInitial jump buffer of the scan range at initial margin (bps)
/// @param scanMinMaintenance sMin at maintenance margin (bps)
/// @param scanMinInitial sMin at initial margin (bps)
/// @param scanMax sMax (bps)
/// @param netting netting terms in force
/// @param pending what a running schedule of them can still cost
/// @param volatility between what its variance is held
/// @param zMaintenance standard deviations covered at maintenance margin (bps)
/// @param zInitial standard deviations covered at initial margin (bps)
/// @param perpTime Tperp (seconds)
/// @param thetaMaintenance theta in force at maintenance margin (bps)
/// @param thetaInitial theta in force at initial margin (bps)
struct UnderlyingInputs {
    uint256 scanBaseMaintenance;
    uint256 scanBaseInitial;
    uint256 scanMinMaintenance;
    uint256 scanMinInitial;
    uint256 scanMax;
    NettingTerms netting;
    PendingNetting pending;
    VolatilityLimits volatility;
    uint256 zMaintenance;
    uint256 zInitial;
    uint256 perpTime;
    uint16 thetaMaintenance;
    uint16 thetaInitial;
}
