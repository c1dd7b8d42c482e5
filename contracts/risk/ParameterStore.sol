// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {AssetBounds, AssetSlot, GlobalSlot, UnderlyingSlot} from "../types/ParameterSlots.sol";
import {
    AssetParameters,
    GlobalParameters,
    KeyInputs,
    KeyParameters,
    NettingTerms,
    PendingNetting,
    SizeTerms,
    UnderlyingInputs,
    UnderlyingParameters,
    VolatilityLimits
} from "../types/RiskParameters.sol";
import {ScheduleMath} from "./ScheduleMath.sol";

/// @title ParameterStore
/// @notice Keeps the parameters and answers with what is in force now: schedules and posts as far as they have come.
abstract contract ParameterStore is IRiskParameters {
    using Math for uint256;

    // Bitmaps of what is listed. One slot.
    struct Listed {
        // keys (raw)
        uint64 keys;
        // assets (raw)
        uint64 assets;
        // underlyings (raw)
        uint64 underlyings;
        // markets (raw)
        uint32 markets;
    }

    uint256 internal constant MAX_KEYS = 64;
    uint256 internal constant MAX_ASSETS = 64;
    uint256 internal constant MAX_MARKETS = 32;

    Listed internal _listed;
    GlobalSlot internal _globals;
    KeyParameters[MAX_KEYS] internal _keys;
    AssetSlot[MAX_ASSETS] internal _assets;
    AssetBounds[MAX_ASSETS] internal _bounds;
    UnderlyingSlot[MAX_ASSETS] internal _underlyings;
    uint8[MAX_MARKETS] internal _marketAssets;

    /// @inheritdoc IRiskParameters
    function listed()
        external
        view
        override
        returns (uint256 listedKeys, uint256 listedAssets, uint256 listedUnderlyings, uint256 listedMarkets)
    {
        return (_listed.keys, _listed.assets, _listed.underlyings, _listed.markets);
    }

    /// @inheritdoc IRiskParameters
    function marketOf(uint8 market) external view override returns (uint8 asset, uint8 underlying) {
        require(_isListed(_listed.markets, market), RiskParameters_UnknownMarket(market));
        asset = _marketAssets[market];
        return (asset, _assets[asset].underlying);
    }

    /// @inheritdoc IRiskParameters
    function assetParameters(uint8 asset) external view override returns (AssetParameters memory parameters) {
        return _assetParameters(asset);
    }

    /// @inheritdoc IRiskParameters
    function keyParameters(uint8 key) external view override returns (KeyParameters memory parameters) {
        return _listedKey(key);
    }

    /// @inheritdoc IRiskParameters
    function globalParameters() external view override returns (GlobalParameters memory parameters) {
        return _globalParameters();
    }

    /// @inheritdoc IRiskParameters
    function underlyingParameters(uint8 asset) external view override returns (UnderlyingParameters memory parameters) {
        UnderlyingSlot memory slot = _listedUnderlying(asset);
        return
            UnderlyingParameters({
                scanBaseMaintenance: slot.scanBaseMaintenance,
                scanBaseInitial: slot.scanBaseInitial,
                scanMinMaintenance: slot.scanMinMaintenance,
                scanMinInitial: slot.scanMinInitial,
                scanMax: slot.scanMax,
                rho: slot.maxRho,
                beta: slot.nextBeta,
                eta: slot.nextEta,
                maxCharge: slot.nextMaxCharge,
                depth: slot.nextDepth
            });
    }

    /// @inheritdoc IRiskParameters
    function keyInputs(uint8 key) external view override returns (KeyInputs memory inputs) {
        inputs.key = _listedKey(key);
        uint8 id = inputs.key.asset;
        AssetSlot memory asset = _assets[id];
        inputs.baseMaintenance = asset.baseMaintenance;
        inputs.baseInitial = asset.baseInitial;
        inputs.baseDiscount = asset.baseDiscount;
        inputs.penalty = asset.penalty;
        inputs.minHaircut = asset.minHaircut;
        inputs.maxHaircut = asset.maxHaircut;
        inputs.underlying = asset.underlying;
        inputs.volatility = _volatilityLimits(id);
        (inputs.size, inputs.pendingCharge) = _sizeTerms(asset);
        GlobalSlot storage globals = _globals;
        inputs.zMaintenance = globals.zMaintenance;
        inputs.zInitial = globals.zInitial;
        inputs.localTime = globals.localTime;
    }

    /// @inheritdoc IRiskParameters
    function underlyingInputs(uint8 asset) external view override returns (UnderlyingInputs memory inputs) {
        UnderlyingSlot memory slot = _listedUnderlying(asset);
        inputs.scanBaseMaintenance = slot.scanBaseMaintenance;
        inputs.scanBaseInitial = slot.scanBaseInitial;
        inputs.scanMinMaintenance = slot.scanMinMaintenance;
        inputs.scanMinInitial = slot.scanMinInitial;
        inputs.scanMax = slot.scanMax;
        inputs.netting = _nettingTerms(slot);
        inputs.pending = _pendingNetting(slot, inputs.netting);
        inputs.volatility = _volatilityLimits(asset);
        GlobalSlot memory globals = _globals;
        inputs.zMaintenance = globals.zMaintenance;
        inputs.zInitial = globals.zInitial;
        inputs.perpTime = globals.perpTime;
        (inputs.thetaMaintenance, inputs.thetaInitial) = _thetas(globals);
    }

    /// @inheritdoc IRiskParameters
    function volatilityLimits(uint8 asset) external view override returns (VolatilityLimits memory limits) {
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        return _volatilityLimits(asset);
    }

    /// @inheritdoc IRiskParameters
    function postedVolatility(uint8 asset) external view override returns (uint256 deviation, uint256 until) {
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        return (_bounds[asset].postedDeviation, _bounds[asset].postedUntil);
    }

    /// @inheritdoc IRiskParameters
    function sizeSchedule(
        uint8 asset
    )
        external
        view
        override
        returns (
            SizeTerms memory current,
            SizeTerms memory next,
            uint256 pendingCharge,
            uint256 setAt,
            uint256 postedAt
        )
    {
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        AssetSlot memory slot = _assets[asset];
        (current, pendingCharge) = _sizeTerms(slot);
        next = SizeTerms({
            depth: ScheduleMath.staleTarget(slot.nextDepth, slot.postedAt, block.timestamp),
            eta: slot.nextEta,
            maxCharge: slot.nextMaxCharge
        });
        (setAt, postedAt) = (slot.setAt, slot.postedAt);
    }

    /// @inheritdoc IRiskParameters
    function nettingSchedule(
        uint8 asset
    )
        external
        view
        override
        returns (NettingTerms memory current, NettingTerms memory next, uint256 setAt, uint256 postedAt)
    {
        UnderlyingSlot memory slot = _listedUnderlying(asset);
        current = _nettingTerms(slot);
        next = NettingTerms({
            rho: slot.nextRho,
            beta: slot.nextBeta,
            eta: slot.nextEta,
            maxCharge: slot.nextMaxCharge,
            depth: slot.nextDepth
        });
        (setAt, postedAt) = (slot.setAt, slot.postedAt);
    }

    /// @inheritdoc IRiskParameters
    function thetaSchedule()
        external
        view
        override
        returns (uint256 maintenance, uint256 initial, uint256 nextMaintenance, uint256 nextInitial, uint256 setAt)
    {
        GlobalSlot memory slot = _globals;
        (maintenance, initial) = _thetas(slot);
        return (maintenance, initial, slot.thetaMaintenance, slot.thetaInitial, slot.setAt);
    }

    function _assetParameters(uint8 asset) internal view returns (AssetParameters memory parameters) {
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        AssetSlot memory slot = _assets[asset];
        AssetBounds memory bounds = _bounds[asset];
        return
            AssetParameters({
                baseMaintenance: slot.baseMaintenance,
                baseInitial: slot.baseInitial,
                baseDiscount: slot.baseDiscount,
                penalty: slot.penalty,
                eta: slot.nextEta,
                maxCharge: slot.nextMaxCharge,
                minHaircut: slot.minHaircut,
                maxHaircut: slot.maxHaircut,
                underlying: slot.underlying,
                depth: bounds.maxDepth,
                variance: bounds.variance,
                minVariance: bounds.minVariance,
                maxVariance: bounds.maxVariance
            });
    }

    function _globalParameters() internal view returns (GlobalParameters memory parameters) {
        GlobalSlot memory slot = _globals;
        return
            GlobalParameters({
                zMaintenance: slot.zMaintenance,
                zInitial: slot.zInitial,
                localTime: slot.localTime,
                perpTime: slot.perpTime,
                thetaMaintenance: slot.thetaMaintenance,
                thetaInitial: slot.thetaInitial,
                perpPenalty: slot.perpPenalty
            });
    }

    /// @dev Every listed key has a lane (ParameterChecks.key), so a poke need not read the bitmap.
    function _listedKey(uint8 key) internal view returns (KeyParameters memory parameters) {
        require(key < MAX_KEYS && _keys[key].eid != 0, RiskParameters_UnknownKey(key));
        return _keys[key];
    }

    function _listedUnderlying(uint8 asset) internal view returns (UnderlyingSlot memory slot) {
        require(_isListed(_listed.underlyings, asset), RiskParameters_UnknownUnderlying(asset));
        return _underlyings[asset];
    }

    /// @dev What the schedule has come to, and what it can still add; nothing of that while it stands still.
    function _sizeTerms(AssetSlot memory slot) internal view returns (SizeTerms memory current, uint256 pending) {
        current = _scheduledSize(slot);
        bool settled = slot.pastDepth == slot.nextDepth && slot.pastEta == slot.nextEta;
        settled = settled && slot.pastMaxCharge == slot.nextMaxCharge;
        // The usual case: posted within a day, nothing on its way.
        if (settled && block.timestamp - slot.postedAt < ScheduleMath.STALE_AFTER) return (current, 0);
        SizeTerms memory worst = SizeTerms({
            depth: ScheduleMath.staleTarget(current.depth.min(slot.nextDepth), slot.postedAt, block.timestamp),
            eta: current.eta.max(slot.nextEta),
            maxCharge: current.maxCharge.max(slot.nextMaxCharge)
        });
        current.depth = ScheduleMath.staleDepth(current.depth, slot.postedAt, block.timestamp);
        bool still = worst.depth == current.depth && worst.eta == current.eta && worst.maxCharge == current.maxCharge;
        if (!still) pending = ScheduleMath.pendingCharge(current, worst);
    }

    /// @dev Depth down, the others up: against the account. Before staleness, which starts from the last post and not
    /// from the last set.
    function _scheduledSize(AssetSlot memory slot) internal view returns (SizeTerms memory terms) {
        uint256 setAt = slot.setAt;
        terms.depth = ScheduleMath.effectiveDown(slot.pastDepth, slot.nextDepth, setAt, block.timestamp);
        terms.eta = ScheduleMath.effectiveUp(slot.pastEta, slot.nextEta, setAt, block.timestamp);
        terms.maxCharge = ScheduleMath.effectiveUp(slot.pastMaxCharge, slot.nextMaxCharge, setAt, block.timestamp);
    }

    /// @dev Depth and rho down, the others up: against the account.
    function _nettingTerms(UnderlyingSlot memory slot) internal view returns (NettingTerms memory terms) {
        uint256 setAt = slot.setAt;
        terms.rho = ScheduleMath.effectiveDown(slot.pastRho, slot.nextRho, setAt, block.timestamp);
        terms.beta = ScheduleMath.effectiveUp(slot.pastBeta, slot.nextBeta, setAt, block.timestamp);
        terms.eta = ScheduleMath.effectiveUp(slot.pastEta, slot.nextEta, setAt, block.timestamp);
        terms.maxCharge = ScheduleMath.effectiveUp(slot.pastMaxCharge, slot.nextMaxCharge, setAt, block.timestamp);
        terms.depth = ScheduleMath.effectiveDown(slot.pastDepth, slot.nextDepth, setAt, block.timestamp);
    }

    /// @dev Both down: against the account.
    function _thetas(GlobalSlot memory slot) internal view returns (uint16 maintenance, uint16 initial) {
        uint256 setAt = slot.setAt;
        // Bound: between two values of 16 bits.
        maintenance = uint16(
            ScheduleMath.effectiveDown(slot.pastThetaMaintenance, slot.thetaMaintenance, setAt, block.timestamp)
        );
        initial = uint16(ScheduleMath.effectiveDown(slot.pastThetaInitial, slot.thetaInitial, setAt, block.timestamp));
    }

    function _isListed(uint256 bitmap, uint256 id) internal pure returns (bool) {
        return id < MAX_KEYS && (bitmap >> id) & 1 == 1;
    }

    /// @dev What the schedule can still cost: each term at the worse of now and where it is going, for on the way a
    /// charge can pass both of its ends.
    function _pendingNetting(
        UnderlyingSlot memory slot,
        NettingTerms memory current
    ) internal pure returns (PendingNetting memory pending) {
        pending.rho = current.rho.saturatingSub(slot.nextRho);
        pending.beta = uint256(slot.nextBeta).saturatingSub(current.beta);
        SizeTerms memory worst = SizeTerms({
            depth: current.depth.min(slot.nextDepth),
            eta: current.eta.max(slot.nextEta),
            maxCharge: current.maxCharge.max(slot.nextMaxCharge)
        });
        bool still = worst.depth == current.depth && worst.eta == current.eta && worst.maxCharge == current.maxCharge;
        if (still) return pending;
        pending.charge = ScheduleMath.pendingCharge(
            SizeTerms({depth: current.depth, eta: current.eta, maxCharge: current.maxCharge}),
            worst
        );
    }

    function _volatilityLimits(uint8 asset) private view returns (VolatilityLimits memory limits) {
        AssetBounds storage bounds = _bounds[asset];
        limits.minVariance = bounds.minVariance;
        limits.maxVariance = bounds.maxVariance;
        if (block.timestamp < bounds.postedUntil) limits.postedDeviation = bounds.postedDeviation;
    }
}
