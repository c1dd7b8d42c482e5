// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    AssetParameters,
    GlobalParameters,
    KeyInputs,
    KeyParameters,
    UnderlyingInputs,
    UnderlyingParameters
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

    /// @notice An asset's size charge was set.
    /// @param asset asset (id)
    /// @param depth D in thousands of USD (raw)
    /// @param eta impact of selling the whole depth (bps)
    /// @param maxCharge qMax (bps)
    event SizeChargeSet(uint8 indexed asset, uint256 depth, uint256 eta, uint256 maxCharge);

    /// @notice An asset's variance was set.
    /// @param asset asset (id)
    /// @param variance effective variance (raw, 1e36 per second)
    event VarianceSet(uint8 indexed asset, uint256 variance);

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

    /// @notice The netting and concentration parameters of an underlying were set.
    /// @param asset underlying (id)
    /// @param rho share of the common factor (bps)
    /// @param beta charge on what nets between unlike markets (bps)
    /// @param eta impact of closing the whole depth (bps)
    /// @param maxCharge qMaxP (bps)
    /// @param depth depth of the market in thousands of USD (raw)
    event NettingSet(uint8 indexed asset, uint256 rho, uint256 beta, uint256 eta, uint256 maxCharge, uint256 depth);

    /// @notice A market was listed.
    /// @param market market (id)
    /// @param asset asset whose price it follows (id)
    /// @param underlying underlying it nets in (id)
    event MarketListed(uint8 indexed market, uint8 indexed asset, uint8 indexed underlying);

    /// @notice A lane's latency was set.
    /// @param eid lane (eid)
    /// @param latency T_j (seconds)
    event LaneLatencySet(uint32 indexed eid, uint256 latency);

    /// @notice A key's parameters were set.
    /// @param key key (id)
    /// @param asset asset (id)
    /// @param eid lane (eid)
    /// @param decimals shared decimals (count)
    /// @param idiosyncratic idio (bps)
    /// @param totalUnits what all accounts hold of it (units)
    /// @param recognised whether it counts for initial margin
    event KeySet(
        uint8 indexed key,
        uint8 indexed asset,
        uint32 indexed eid,
        uint256 decimals,
        uint256 idiosyncratic,
        uint256 totalUnits,
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

    /// @notice More collateral could count for less: la_IM + 1.5 qMax must be at most one (risk.md 2.5, P-R5).
    /// @param key key (id)
    /// @param charge la_IM + 1.5 qMax (WAD)
    /// @param bound one (WAD)
    error RiskParameters_FallingRecognition(uint8 key, uint256 charge, uint256 bound);

    /// @notice Initial margin must exceed maintenance margin by minGap: basePx_IM >= basePx_MM + minGap.
    /// @param asset asset (id)
    /// @param initial basePx_IM (bps)
    /// @param least basePx_MM + minGap (bps)
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

    /// @notice Sets the parameters of the whole model. Governor only.
    /// @param parameters the parameters
    function setGlobals(GlobalParameters calldata parameters) external;

    /// @notice Lists an asset or sets its parameters. Governor only.
    /// @param asset asset, below 64 (id)
    /// @param parameters the parameters
    function setAsset(uint8 asset, AssetParameters calldata parameters) external;

    /// @notice Sets an asset's variance within its limits. Steward.
    /// @param asset asset (id)
    /// @param variance effective variance (raw, 1e36 per second)
    function setVariance(uint8 asset, uint112 variance) external;

    /// @notice Sets an asset's depth. Steward.
    /// @param asset asset (id)
    /// @param depth D in thousands of USD (raw)
    function setDepth(uint8 asset, uint32 depth) external;

    /// @notice Sets the parameters of the markets on one underlying. Governor only.
    /// @param asset underlying (id)
    /// @param parameters the parameters
    function setUnderlying(uint8 asset, UnderlyingParameters calldata parameters) external;

    /// @notice Lists a market for ever. It nets in the underlying of its asset. Governor only.
    /// @param market market, below 32 (id)
    /// @param asset asset whose price it follows (id)
    function listMarket(uint8 market, uint8 asset) external;

    /// @notice Sets a lane's latency. Governor only.
    /// @param eid lane (eid)
    /// @param latency T_j (seconds)
    function setLaneLatency(uint32 eid, uint32 latency) external;

    /// @notice Lists a key or sets its parameters,. Governor only.
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

    /// @notice A lane's latency.
    /// @param eid lane (eid)
    /// @return latency T_j (seconds)
    function laneLatency(uint32 eid) external view returns (uint256 latency);

    /// @notice The parameters of the whole model.
    /// @return parameters the parameters
    function globalParameters() external view returns (GlobalParameters memory parameters);

    /// @notice An asset's parameters.
    /// @param asset asset (id)
    /// @return parameters the parameters
    function assetParameters(uint8 asset) external view returns (AssetParameters memory parameters);

    /// @notice A key's parameters.
    /// @param key key (id)
    /// @return parameters the parameters
    function keyParameters(uint8 key) external view returns (KeyParameters memory parameters);

    /// @notice The parameters of the markets on an underlying.
    /// @param asset underlying (id)
    /// @return parameters the parameters
    function underlyingParameters(uint8 asset) external view returns (UnderlyingParameters memory parameters);

    /// @notice All that a key's row is computed from.
    /// @param key key (id)
    /// @return inputs the parameters
    function keyInputs(uint8 key) external view returns (KeyInputs memory inputs);

    /// @notice All that an underlying's row is computed from.
    /// @param asset underlying (id)
    /// @return inputs the parameters
    function underlyingInputs(uint8 asset) external view returns (UnderlyingInputs memory inputs);
}
