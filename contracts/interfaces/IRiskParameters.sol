// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    AssetParameters,
    GlobalParameters,
    KeyInputs,
    KeyParameters,
    NettingTerms,
    SizeTerms,
    UnderlyingInputs,
    UnderlyingParameters,
    VolatilityLimits
} from "../types/RiskParameters.sol";

/// @title IRiskParameters
/// @notice The parameters of the risk model (risk.md section 8) and the checks no setter may skip. RiskEngine's rows
/// follow when they are poked. Asset 0 is the settlement asset.
interface IRiskParameters {
    /// @notice The parameters of the whole model were set.
    /// @param zMaintenance standard deviations at maintenance margin (bps)
    /// @param zInitial standard deviations at initial margin (bps)
    /// @param localTime Tloc (seconds)
    /// @param perpTime Tperp (seconds)
    /// @param thetaMaintenance theta at maintenance margin (bps)
    /// @param thetaInitial theta at initial margin (bps)
    /// @param perpPenalty phi_p (bps)
    event GlobalsSet(
        uint256 zMaintenance,
        uint256 zInitial,
        uint256 localTime,
        uint256 perpTime,
        uint256 thetaMaintenance,
        uint256 thetaInitial,
        uint256 perpPenalty
    );

    /// @notice An asset's haircut parameters were set.
    /// @param asset asset (id)
    /// @param underlying asset whose markets hedge it (id)
    /// @param baseMaintenance basePx_MM (bps)
    /// @param baseInitial basePx_IM (bps)
    /// @param minHaircut Hmin in percent (raw)
    /// @param maxHaircut Hmax in percent (raw)
    /// @param minVariance lowest variance (raw, 1e36 per second)
    /// @param maxVariance highest variance (raw, 1e36 per second)
    event HaircutSet(
        uint8 indexed asset,
        uint8 indexed underlying,
        uint256 baseMaintenance,
        uint256 baseInitial,
        uint256 minHaircut,
        uint256 maxHaircut,
        uint256 minVariance,
        uint256 maxVariance
    );

    /// @notice An asset's terms of sale in an auction were set.
    /// @param asset asset (id)
    /// @param baseDiscount dBase (bps)
    /// @param penalty phi (bps)
    event SaleTermsSet(uint8 indexed asset, uint256 baseDiscount, uint256 penalty);

    /// @notice An asset's size charge was set. It comes into force along a schedule, for initial margin at once.
    /// @param asset asset (id)
    /// @param depth D once the schedule is through in thousands of USD (raw)
    /// @param eta impact of selling the whole depth, once the schedule is through (bps)
    /// @param maxCharge qMax once the schedule is through (bps)
    event SizeChargeSet(uint8 indexed asset, uint256 depth, uint256 eta, uint256 maxCharge);

    /// @notice The highest depth the steward may post was set.
    /// @param asset asset (id)
    /// @param maxDepth highest D in thousands of USD (raw)
    event DepthCapSet(uint8 indexed asset, uint256 maxDepth);

    /// @notice Where an asset's volatility clocks start was set.
    /// @param asset asset (id)
    /// @param variance variance before the first sample (raw, 1e36 per second)
    event VarianceSet(uint8 indexed asset, uint256 variance);

    /// @notice A forecast of an asset's volatility was posted.
    /// @param asset asset (id)
    /// @param deviation standard deviation (WAD per root second)
    /// @param until when it lapses (unix seconds)
    event VolatilityPosted(uint8 indexed asset, uint256 deviation, uint256 until);

    /// @notice The scan parameters of an underlying were set.
    /// @param asset underlying (id)
    /// @param baseMaintenance jump buffer at maintenance margin (bps)
    /// @param baseInitial jump buffer at initial margin (bps)
    /// @param minMaintenance sMin at maintenance margin (bps)
    /// @param minInitial sMin at initial margin (bps)
    /// @param max sMax (bps)
    event ScanSet(
        uint8 indexed asset,
        uint256 baseMaintenance,
        uint256 baseInitial,
        uint256 minMaintenance,
        uint256 minInitial,
        uint256 max
    );

    /// @notice The netting and concentration parameters of an underlying were set. They come into force along a
    /// schedule, for initial margin at once.
    /// @param asset underlying (id)
    /// @param rho share of the common factor, once the schedule is through (bps)
    /// @param maxRho highest rho the steward may post (bps)
    /// @param beta charge on what nets between unlike markets, once the schedule is through (bps)
    /// @param eta impact of closing the whole depth, once the schedule is through (bps)
    /// @param maxCharge qMaxP once the schedule is through (bps)
    /// @param depth depth of the market in thousands of USD, once the schedule is through (raw)
    event NettingSet(
        uint8 indexed asset,
        uint256 rho,
        uint256 maxRho,
        uint256 beta,
        uint256 eta,
        uint256 maxCharge,
        uint256 depth
    );

    /// @notice A market was listed.
    /// @param market market (id)
    /// @param asset asset whose price it follows (id)
    /// @param underlying underlying it nets in (id)
    event MarketListed(uint8 indexed market, uint8 indexed asset, uint8 indexed underlying);

    /// @notice A key's parameters were set.
    /// @param key key (id)
    /// @param asset asset (id)
    /// @param eid lane (eid)
    /// @param decimals shared decimals (count)
    /// @param idiosyncratic idio (bps)
    /// @param recognised whether it may count for initial margin
    event KeySet(
        uint8 indexed key,
        uint8 indexed asset,
        uint32 indexed eid,
        uint256 decimals,
        uint256 idiosyncratic,
        bool recognised
    );

    /// @notice The key is not listed here.
    /// @param key key (id)
    error RiskParameters_UnknownKey(uint8 key);

    /// @notice The asset is not listed.
    /// @param asset asset (id)
    error RiskParameters_UnknownAsset(uint8 asset);

    /// @notice No market nets in this underlying: its scan parameters are not set.
    /// @param asset underlying (id)
    error RiskParameters_UnknownUnderlying(uint8 asset);

    /// @notice The market is not listed.
    /// @param market market (id)
    error RiskParameters_UnknownMarket(uint8 market);

    /// @notice The market is listed already; a listing is for ever.
    /// @param market market (id)
    error RiskParameters_MarketListed(uint8 market);

    /// @notice The parameters of the whole model must be set first.
    error RiskParameters_NoGlobals();

    /// @notice A parameter is outside its bounds (risk.md sections 6 and 8).
    /// @param name the parameter's name in the parameter struct
    /// @param actual value given (raw)
    /// @param low lowest value allowed (raw)
    /// @param high highest value allowed (raw)
    error RiskParameters_OutOfRange(bytes32 name, uint256 actual, uint256 low, uint256 high);

    /// @notice An auction could sell the key so cheaply that the sale harms the account: basePx_MM + idio must be at
    /// least dBase + phi + gap (risk.md 4.3).
    /// @param asset asset (id)
    /// @param haircut basePx_MM + idio (bps)
    /// @param cost dBase + phi + gap (bps)
    error RiskParameters_ToxicDiscount(uint8 asset, uint256 haircut, uint256 cost);

    /// @notice More collateral could count for less: la_IM at the starting variance and the longest latency + 1.5 qMax
    /// must be at most one (risk.md 2.5, P-R5).
    /// @param key key (id)
    /// @param charge la_IM + 1.5 qMax (WAD)
    /// @param bound one (WAD)
    error RiskParameters_FallingRecognition(uint8 key, uint256 charge, uint256 bound);

    /// @notice More collateral could count for less at maintenance margin: basePx_MM + idio + mmDynCap + 1.5 qMax must
    /// be at most one (risk.md 2.5, P-R5).
    /// @param key key (id)
    /// @param charge basePx_MM + idio + mmDynCap + 1.5 qMax (WAD)
    /// @param bound one (WAD)
    error RiskParameters_FallingValue(uint8 key, uint256 charge, uint256 bound);

    /// @notice Initial margin must exceed maintenance margin by minGap: basePx_IM >= basePx_MM + minGap, and so the
    /// buffer and the least of a scan range.
    /// @param asset asset (id)
    /// @param initial the parameter at initial margin (bps)
    /// @param least the same at maintenance margin + minGap (bps)
    error RiskParameters_NarrowGap(uint8 asset, uint256 initial, uint256 least);

    /// @notice Closing a position must free more than it costs: phi_p < (1 - theta_MM)(1 - rho) sMin_MM.
    /// @param asset underlying (id)
    /// @param penalty phi_p (WAD)
    /// @param bound (1 - theta_MM)(1 - rho) sMin_MM (WAD)
    error RiskParameters_CostlyClose(uint8 asset, uint256 penalty, uint256 bound);

    /// @notice Closing a matched pair must free more than it costs: beta > phi_p.
    /// @param asset underlying (id)
    /// @param beta beta (bps)
    /// @param penalty phi_p (bps)
    error RiskParameters_CheapBasis(uint8 asset, uint256 beta, uint256 penalty);

    /// @notice A key's asset, decimals and lane are fixed when it is listed.
    /// @param key key (id)
    /// @param asset its asset (id)
    /// @param decimals its shared decimals (count)
    /// @param eid its lane (eid)
    error RiskParameters_KeyFixed(uint8 key, uint8 asset, uint8 decimals, uint32 eid);

    /// @notice An asset's underlying is fixed when it is listed.
    /// @param asset asset (id)
    /// @param underlying its underlying (id)
    error RiskParameters_UnderlyingFixed(uint8 asset, uint8 underlying);

    /// @notice A post restarts the notice of its schedule, hence one in 20 hours.
    /// @param asset asset (id)
    /// @param time now (unix seconds)
    /// @param earliest when the next post may come (unix seconds)
    error RiskParameters_TooSoon(uint8 asset, uint256 time, uint256 earliest);

    /// @notice Sets the parameters of the whole model. Governor only. The thetas move by at most 1,000 bps a time,
    /// along a schedule.
    /// @param parameters the parameters
    function setGlobals(GlobalParameters calldata parameters) external;

    /// @notice Lists an asset or sets its parameters. Governor only. Of a listed asset Hmin, Hmax and the underlying
    /// stay, the starting variance has no effect any more, eta and qMax move along a schedule, and a depth below the
    /// posted one lowers it along the same.
    /// @param asset asset, below 64 (id)
    /// @param parameters the parameters
    function setAsset(uint8 asset, AssetParameters calldata parameters) external;

    /// @notice Posts a forecast of an asset's volatility. Steward. It can only raise haircuts: it counts up to twice
    /// the measured deviation, and while it is below the measured one not at all.
    /// @param asset asset (id)
    /// @param deviation standard deviation, at most 1e16 (WAD per root second)
    /// @param validFor how long it counts, at most six hours (seconds)
    function postVolatility(uint8 asset, uint64 deviation, uint32 validFor) external;

    /// @notice Posts an asset's depth, at least half and at most twice the last, at most the governor's. Steward, once
    /// in 20 hours; one not posted for a day counts half.
    /// @param asset asset (id)
    /// @param depth D in thousands of USD (raw)
    function postDepth(uint8 asset, uint24 depth) external;

    /// @notice Posts an underlying's rho, at least half of the governor's and at most it, by at most 1,000 bps from the
    /// one in force. Steward, once in 20 hours.
    /// @param asset underlying (id)
    /// @param rho share of the common factor (bps)
    function postCorrelation(uint8 asset, uint16 rho) external;

    /// @notice Sets the parameters of the markets on one underlying. Governor only. Of a listed underlying sMax stays,
    /// and rho, by at most 1,000 bps from the one in force, beta, by at most 2,550, eta, qMaxP and the depth move along
    /// a schedule.
    /// @param asset underlying (id)
    /// @param parameters the parameters
    function setUnderlying(uint8 asset, UnderlyingParameters calldata parameters) external;

    /// @notice Lists a market for ever. It nets in the underlying of its asset. Governor only.
    /// @param market market, below 32 (id)
    /// @param asset asset whose price it follows (id)
    function listMarket(uint8 market, uint8 asset) external;

    /// @notice Lists a key or sets its parameters. Governor only. A key without recognition whose idiosyncratic part is
    /// 10,000 bps is delisted: its haircut goes up along its ramp to the asset's highest, and P-R5 is not asked. Lower
    /// its cap to zero before: on the way more of it may count for less (decision 065).
    /// @param key key, below 64 (id)
    /// @param parameters the parameters
    function setKey(uint8 key, KeyParameters calldata parameters) external;

    /// @notice What is listed.
    /// @return listedKeys bitmap of keys (raw)
    /// @return listedAssets bitmap of assets (raw)
    /// @return listedUnderlyings bitmap of underlyings (raw)
    /// @return listedMarkets bitmap of markets (raw)
    function listed()
        external
        view
        returns (uint256 listedKeys, uint256 listedAssets, uint256 listedUnderlyings, uint256 listedMarkets);

    /// @notice A market's asset and underlying.
    /// @param market market (id)
    /// @return asset asset whose price it follows (id)
    /// @return underlying underlying it nets in (id)
    function marketOf(uint8 market) external view returns (uint8 asset, uint8 underlying);

    /// @notice The parameters of the whole model, as last set.
    /// @return parameters the parameters
    function globalParameters() external view returns (GlobalParameters memory parameters);

    /// @notice An asset's parameters, as last set.
    /// @param asset asset (id)
    /// @return parameters the parameters
    function assetParameters(uint8 asset) external view returns (AssetParameters memory parameters);

    /// @notice A key's parameters.
    /// @param key key (id)
    /// @return parameters the parameters
    function keyParameters(uint8 key) external view returns (KeyParameters memory parameters);

    /// @notice The parameters of the markets on an underlying, as last set.
    /// @param asset underlying (id)
    /// @return parameters the parameters
    function underlyingParameters(uint8 asset) external view returns (UnderlyingParameters memory parameters);

    /// @notice All that a key's row is computed from now, but for its price, its volatility and its lane.
    /// @param key key (id)
    /// @return inputs the parameters
    function keyInputs(uint8 key) external view returns (KeyInputs memory inputs);

    /// @notice All that an underlying's row is computed from now, but for its volatility.
    /// @param asset underlying (id)
    /// @return inputs the parameters
    function underlyingInputs(uint8 asset) external view returns (UnderlyingInputs memory inputs);

    /// @notice Between what an asset's variance is held now.
    /// @param asset asset (id)
    /// @return limits the governor's limits and the forecast in force
    function volatilityLimits(uint8 asset) external view returns (VolatilityLimits memory limits);

    /// @notice The last forecast posted, in force or not.
    /// @param asset asset (id)
    /// @return deviation standard deviation (WAD per root second)
    /// @return until when it lapses or lapsed, 0 if there was none (unix seconds)
    function postedVolatility(uint8 asset) external view returns (uint256 deviation, uint256 until);

    /// @notice Size terms of an asset: in force and coming.
    /// @param asset asset (id)
    /// @return current terms in force
    /// @return next terms once the schedule is through, a stale depth halved
    /// @return pendingCharge what the way there can add to a size charge at most (WAD)
    /// @return setAt when they were last set (unix seconds)
    /// @return postedAt when the depth was last posted (unix seconds)
    function sizeSchedule(
        uint8 asset
    )
        external
        view
        returns (
            SizeTerms memory current,
            SizeTerms memory next,
            uint256 pendingCharge,
            uint256 setAt,
            uint256 postedAt
        );

    /// @notice Netting terms of an underlying: in force and coming.
    /// @param asset underlying (id)
    /// @return current terms in force
    /// @return next terms once the schedule is through
    /// @return setAt when they were last set (unix seconds)
    /// @return postedAt when rho was last posted (unix seconds)
    function nettingSchedule(
        uint8 asset
    ) external view returns (NettingTerms memory current, NettingTerms memory next, uint256 setAt, uint256 postedAt);

    /// @notice The thetas: in force and coming.
    /// @return maintenance theta in force at maintenance margin (bps)
    /// @return initial theta in force at initial margin (bps)
    /// @return nextMaintenance the same once the schedule is through (bps)
    /// @return nextInitial the same once the schedule is through (bps)
    /// @return setAt when they were last set (unix seconds)
    function thetaSchedule()
        external
        view
        returns (uint256 maintenance, uint256 initial, uint256 nextMaintenance, uint256 nextInitial, uint256 setAt);
}
