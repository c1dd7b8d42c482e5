// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The model's parameters as they are kept: one slot. `past` is what a theta was when it was last set.
/// @param zMaintenance standard deviations covered at maintenance margin (bps)
/// @param zInitial standard deviations covered at initial margin (bps)
/// @param localTime Tloc (seconds)
/// @param perpTime Tperp (seconds)
/// @param thetaMaintenance theta at maintenance margin, once the schedule is through (bps)
/// @param thetaInitial theta at initial margin, once the schedule is through (bps)
/// @param perpPenalty phi_p (bps)
/// @param pastThetaMaintenance theta at maintenance margin in force when it was set (bps)
/// @param pastThetaInitial theta at initial margin in force when it was set (bps)
/// @param setAt when the thetas were last set (unix seconds)
struct GlobalSlot {
    uint32 zMaintenance;
    uint32 zInitial;
    uint32 localTime;
    uint32 perpTime;
    uint16 thetaMaintenance;
    uint16 thetaInitial;
    uint16 perpPenalty;
    uint16 pastThetaMaintenance;
    uint16 pastThetaInitial;
    uint32 setAt;
}

/// @notice What a poke needs of an asset. One slot: the size schedule lies beside the rest so that a poke reads both at
/// once.
/// @param baseMaintenance jump buffer basePx at maintenance margin (bps)
/// @param baseInitial jump buffer basePx at initial margin (bps)
/// @param baseDiscount dBase (bps)
/// @param penalty phi (bps)
/// @param minHaircut Hmin in percent (raw)
/// @param maxHaircut Hmax in percent (raw)
/// @param underlying asset whose markets hedge this one (id)
/// @param pastDepth D in force when the size terms were last set, before staleness (raw)
/// @param nextDepth D once the schedule is through, before staleness (raw)
/// @param pastEta eta in force when the size terms were last set (bps)
/// @param nextEta eta once the schedule is through (bps)
/// @param pastMaxCharge qMax in force when the size terms were last set (bps)
/// @param nextMaxCharge qMax once the schedule is through (bps)
/// @param setAt when the size terms were last set (unix seconds)
/// @param postedAt when the depth was last posted (unix seconds)
struct AssetSlot {
    uint16 baseMaintenance;
    uint16 baseInitial;
    uint16 baseDiscount;
    uint8 penalty;
    uint8 minHaircut;
    uint8 maxHaircut;
    uint8 underlying;
    uint24 pastDepth;
    uint24 nextDepth;
    uint16 pastEta;
    uint16 nextEta;
    uint16 pastMaxCharge;
    uint16 nextMaxCharge;
    uint32 setAt;
    uint32 postedAt;
}

/// @notice What bounds an asset's volatility and its depth. Two slots, of which a poke without a post reads one.
/// @param minVariance lowest variance (raw, 1e36 per second)
/// @param maxVariance highest variance (raw, 1e36 per second)
/// @param postedUntil when the posted deviation lapses, 0 without one (unix seconds)
/// @param postedDeviation posted standard deviation (WAD per root second)
/// @param variance where both volatility clocks start (raw, 1e36 per second)
/// @param maxDepth highest D the steward may post in thousands of USD (raw)
struct AssetBounds {
    uint112 minVariance;
    uint112 maxVariance;
    uint32 postedUntil;
    uint64 postedDeviation;
    uint112 variance;
    uint24 maxDepth;
}

/// @notice Parameters of the markets on one underlying as they are kept. Two slots.
/// @param scanBaseMaintenance jump buffer of the scan range at maintenance margin (bps)
/// @param scanBaseInitial jump buffer of the scan range at initial margin (bps)
/// @param scanMinMaintenance sMin at maintenance margin (bps)
/// @param scanMinInitial sMin at initial margin (bps)
/// @param scanMax sMax (bps)
/// @param maxRho highest rho the steward may post (bps)
/// @param setAt when the netting terms were last set (unix seconds)
/// @param postedAt when rho was last posted (unix seconds)
/// @param pastDepth depth in force when the netting terms were last set in thousands of USD (raw)
/// @param nextDepth depth once the schedule is through in thousands of USD (raw)
/// @param pastRho rho in force when the netting terms were last set (bps)
/// @param nextRho rho once the schedule is through (bps)
/// @param pastBeta beta in force when the netting terms were last set (bps)
/// @param nextBeta beta once the schedule is through (bps)
/// @param pastEta eta in force when the netting terms were last set (bps)
/// @param nextEta eta once the schedule is through (bps)
/// @param pastMaxCharge qMaxP in force when the netting terms were last set (bps)
/// @param nextMaxCharge qMaxP once the schedule is through (bps)
struct UnderlyingSlot {
    uint16 scanBaseMaintenance;
    uint16 scanBaseInitial;
    uint16 scanMinMaintenance;
    uint16 scanMinInitial;
    uint16 scanMax;
    uint16 maxRho;
    uint32 setAt;
    uint32 postedAt;
    uint32 pastDepth;
    uint32 nextDepth;
    uint16 pastRho;
    uint16 nextRho;
    uint16 pastBeta;
    uint16 nextBeta;
    uint16 pastEta;
    uint16 nextEta;
    uint16 pastMaxCharge;
    uint16 nextMaxCharge;
}
