// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {AssetBounds, AssetSlot, GlobalSlot, UnderlyingSlot} from "../types/ParameterSlots.sol";
import {
    AssetParameters,
    GlobalParameters,
    KeyParameters,
    NettingTerms,
    SizeTerms,
    UnderlyingParameters
} from "../types/RiskParameters.sol";
import {ParameterChecks} from "./ParameterChecks.sol";
import {ParameterStore} from "./ParameterStore.sol";

/// @title RiskParameters
/// @notice What the governor and the steward set, checked. A contract of its own, so that the one that answers for
/// accounts has no privileged caller and room for its state.
contract RiskParameters is AccessManaged, ParameterStore {
    using Math for uint256;
    using SafeCast for uint256;

    /// @dev A post restarts the notice of its schedule; more often than this and it would never move.
    uint256 private constant POST_INTERVAL = 20 hours;
    uint256 private constant MAX_VALIDITY = 6 hours;
    /// @dev The root of the highest variance (risk.md section 6).
    uint256 private constant MAX_DEVIATION = 1e16;
    /// @dev theta has no part in IM that could run ahead of it, so what a day can move is bounded instead; of rho a row
    /// can hold no more as pending.
    uint256 private constant MAX_STEP_BPS = 1_000;
    /// @dev The most that a row can hold as pending.
    uint256 private constant MAX_BETA_STEP_BPS = 2_550;

    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc IRiskParameters
    function setGlobals(GlobalParameters calldata parameters) external override restricted {
        ParameterChecks.globals(parameters);
        _storeGlobals(parameters);
        _requireClosingPays();
        _requireKeysFit(MAX_ASSETS);
        emit GlobalsSet({
            zMaintenance: parameters.zMaintenance,
            zInitial: parameters.zInitial,
            localTime: parameters.localTime,
            perpTime: parameters.perpTime,
            thetaMaintenance: parameters.thetaMaintenance,
            thetaInitial: parameters.thetaInitial,
            perpPenalty: parameters.perpPenalty
        });
    }

    /// @inheritdoc IRiskParameters
    function setAsset(uint8 asset, AssetParameters calldata parameters) external override restricted {
        ParameterChecks.asset(asset, parameters);
        if (_isListed(_listed.assets, asset)) _requireFixed(asset, parameters);
        else _listAsset(asset, parameters);
        _storeAsset(asset, parameters);
        _requireKeysFit(asset);
        _emitAsset(asset, parameters);
    }

    /// @inheritdoc IRiskParameters
    function postVolatility(uint8 asset, uint64 deviation, uint32 validFor) external override restricted {
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        ParameterChecks.inRange("deviation", deviation, 0, MAX_DEVIATION);
        ParameterChecks.inRange("validFor", validFor, 0, MAX_VALIDITY);
        AssetBounds storage bounds = _bounds[asset];
        uint32 until = (block.timestamp + validFor).toUint32();
        (bounds.postedDeviation, bounds.postedUntil) = (deviation, until);
        emit VolatilityPosted(asset, deviation, until);
    }

    /// @inheritdoc IRiskParameters
    function postDepth(uint8 asset, uint24 depth) external override restricted {
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        AssetSlot memory slot = _assets[asset];
        _requirePostDue(asset, slot.postedAt);
        uint256 last = slot.nextDepth;
        ParameterChecks.inRange("depth", depth, last.ceilDiv(2), (2 * last).min(_bounds[asset].maxDepth));
        (SizeTerms memory current, ) = _sizeTerms(slot);
        // In force is what staleness left of it; from here on it is counted anew.
        slot.postedAt = block.timestamp.toUint32();
        _scheduleSize({asset: asset, slot: slot, from: current, depth: depth});
        emit SizeChargeSet({asset: asset, depth: depth, eta: slot.nextEta, maxCharge: slot.nextMaxCharge});
    }

    /// @inheritdoc IRiskParameters
    function postCorrelation(uint8 asset, uint16 rho) external override restricted {
        UnderlyingSlot memory slot = _listedUnderlying(asset);
        _requirePostDue(asset, slot.postedAt);
        ParameterChecks.inRange("rho", rho, uint256(slot.maxRho).ceilDiv(2), slot.maxRho);
        NettingTerms memory current = _nettingTerms(slot);
        _requireStep("rho", rho, current.rho, MAX_STEP_BPS);
        _restartNetting(slot, current);
        slot.postedAt = block.timestamp.toUint32();
        slot.nextRho = rho;
        _underlyings[asset] = slot;
        _emitNetting(asset, slot);
    }

    /// @inheritdoc IRiskParameters
    function setUnderlying(uint8 asset, UnderlyingParameters calldata parameters) external override restricted {
        ParameterChecks.underlying(asset, parameters);
        require(_globals.localTime != 0, RiskParameters_NoGlobals());
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        UnderlyingSlot memory slot = _underlyings[asset];
        if (_isListed(_listed.underlyings, asset)) {
            ParameterChecks.inRange("scanMax", parameters.scanMax, slot.scanMax, slot.scanMax);
            _changeNetting(slot, parameters);
        } else {
            _listed.underlyings |= uint64(1 << asset);
            slot = _firstNetting(parameters);
        }
        slot.scanBaseMaintenance = parameters.scanBaseMaintenance;
        slot.scanBaseInitial = parameters.scanBaseInitial;
        slot.scanMinMaintenance = parameters.scanMinMaintenance;
        slot.scanMinInitial = parameters.scanMinInitial;
        _underlyings[asset] = slot;
        _requireClosingPays();
        emit ScanSet({
            asset: asset,
            baseMaintenance: parameters.scanBaseMaintenance,
            baseInitial: parameters.scanBaseInitial,
            minMaintenance: parameters.scanMinMaintenance,
            minInitial: parameters.scanMinInitial,
            max: parameters.scanMax
        });
        _emitNetting(asset, slot);
    }

    /// @inheritdoc IRiskParameters
    function listMarket(uint8 market, uint8 asset) external override restricted {
        ParameterChecks.inRange("market", market, 0, MAX_MARKETS - 1);
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        uint8 underlying = _assets[asset].underlying;
        require(_isListed(_listed.underlyings, underlying), RiskParameters_UnknownUnderlying(underlying));
        require(!_isListed(_listed.markets, market), RiskParameters_MarketListed(market));
        _listed.markets |= uint32(1 << market);
        _marketAssets[market] = asset;
        emit MarketListed(market, asset, underlying);
    }

    /// @inheritdoc IRiskParameters
    function setKey(uint8 key, KeyParameters calldata parameters) external override restricted {
        ParameterChecks.key(key, parameters);
        require(_globals.localTime != 0, RiskParameters_NoGlobals());
        uint8 asset = parameters.asset;
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        if (_isListed(_listed.keys, key)) {
            KeyParameters memory old = _keys[key];
            require(
                asset == old.asset && parameters.decimals == old.decimals && parameters.eid == old.eid,
                RiskParameters_KeyFixed({key: key, asset: old.asset, decimals: old.decimals, eid: old.eid})
            );
        } else {
            _listed.keys |= uint64(1 << key);
        }
        _keys[key] = parameters;
        _requireKeyFits(key);
        emit KeySet({
            key: key,
            asset: asset,
            eid: parameters.eid,
            decimals: parameters.decimals,
            idiosyncratic: parameters.idiosyncratic,
            recognised: parameters.recognised
        });
    }

    function _storeGlobals(GlobalParameters calldata p) private {
        GlobalSlot memory slot = _globals;
        (uint16 pastMaintenance, uint16 pastInitial) = (p.thetaMaintenance, p.thetaInitial);
        uint32 setAt = block.timestamp.toUint32();
        if (slot.localTime != 0) {
            _requireStep("thetaMaintenance", p.thetaMaintenance, slot.thetaMaintenance, MAX_STEP_BPS);
            _requireStep("thetaInitial", p.thetaInitial, slot.thetaInitial, MAX_STEP_BPS);
            bool same = p.thetaMaintenance == slot.thetaMaintenance && p.thetaInitial == slot.thetaInitial;
            // What does not change must not begin its notice again.
            if (same) setAt = slot.setAt;
            (pastMaintenance, pastInitial) = same ? (slot.pastThetaMaintenance, slot.pastThetaInitial) : _thetas(slot);
        }
        _globals = GlobalSlot({
            zMaintenance: p.zMaintenance,
            zInitial: p.zInitial,
            localTime: p.localTime,
            perpTime: p.perpTime,
            thetaMaintenance: p.thetaMaintenance,
            thetaInitial: p.thetaInitial,
            perpPenalty: p.perpPenalty,
            pastThetaMaintenance: pastMaintenance,
            pastThetaInitial: pastInitial,
            setAt: setAt
        });
    }

    function _listAsset(uint8 asset, AssetParameters calldata p) private {
        uint8 underlying = p.underlying;
        uint256 assets = _listed.assets;
        require(underlying == asset || _isListed(assets, underlying), RiskParameters_UnknownAsset(underlying));
        _listed.assets = uint64(assets | (1 << asset));
        AssetSlot storage slot = _assets[asset];
        (slot.underlying, slot.minHaircut, slot.maxHaircut) = (underlying, p.minHaircut, p.maxHaircut);
        (slot.pastDepth, slot.nextDepth) = (p.depth, p.depth);
        (slot.pastEta, slot.nextEta) = (p.eta, p.eta);
        (slot.pastMaxCharge, slot.nextMaxCharge) = (p.maxCharge, p.maxCharge);
        (slot.setAt, slot.postedAt) = (block.timestamp.toUint32(), block.timestamp.toUint32());
    }

    function _storeAsset(uint8 asset, AssetParameters calldata p) private {
        AssetBounds storage bounds = _bounds[asset];
        (bounds.minVariance, bounds.maxVariance, bounds.variance) = (p.minVariance, p.maxVariance, p.variance);
        bounds.maxDepth = p.depth;
        AssetSlot memory slot = _assets[asset];
        (slot.baseMaintenance, slot.baseInitial) = (p.baseMaintenance, p.baseInitial);
        (slot.baseDiscount, slot.penalty) = (p.baseDiscount, p.penalty);
        uint24 depth = p.depth < slot.nextDepth ? p.depth : slot.nextDepth;
        if (depth == slot.nextDepth && p.eta == slot.nextEta && p.maxCharge == slot.nextMaxCharge) {
            // What does not change must not begin its notice again.
            _assets[asset] = slot;
        } else {
            SizeTerms memory from = _scheduledSize(slot);
            (slot.nextEta, slot.nextMaxCharge) = (p.eta, p.maxCharge);
            _scheduleSize({asset: asset, slot: slot, from: from, depth: depth});
        }
    }

    function _scheduleSize(uint8 asset, AssetSlot memory slot, SizeTerms memory from, uint24 depth) private {
        slot.pastDepth = from.depth.toUint24();
        slot.pastEta = from.eta.toUint16();
        slot.pastMaxCharge = from.maxCharge.toUint16();
        slot.nextDepth = depth;
        slot.setAt = block.timestamp.toUint32();
        _assets[asset] = slot;
    }

    function _emitAsset(uint8 asset, AssetParameters calldata p) private {
        emit HaircutSet({
            asset: asset,
            underlying: p.underlying,
            baseMaintenance: p.baseMaintenance,
            baseInitial: p.baseInitial,
            minHaircut: p.minHaircut,
            maxHaircut: p.maxHaircut,
            minVariance: p.minVariance,
            maxVariance: p.maxVariance
        });
        emit SaleTermsSet({asset: asset, baseDiscount: p.baseDiscount, penalty: p.penalty});
        emit SizeChargeSet({asset: asset, depth: _assets[asset].nextDepth, eta: p.eta, maxCharge: p.maxCharge});
        emit DepthCapSet(asset, p.depth);
        emit VarianceSet(asset, p.variance);
    }

    function _emitNetting(uint8 asset, UnderlyingSlot memory slot) private {
        emit NettingSet({
            asset: asset,
            rho: slot.nextRho,
            maxRho: slot.maxRho,
            beta: slot.nextBeta,
            eta: slot.nextEta,
            maxCharge: slot.nextMaxCharge,
            depth: slot.nextDepth
        });
    }

    /// @dev A haircut limit that moved would move haircuts that rest on it without any ramp.
    function _requireFixed(uint8 asset, AssetParameters calldata p) private view {
        AssetSlot storage slot = _assets[asset];
        uint8 underlying = slot.underlying;
        require(p.underlying == underlying, RiskParameters_UnderlyingFixed(asset, underlying));
        ParameterChecks.inRange("minHaircut", p.minHaircut, slot.minHaircut, slot.minHaircut);
        ParameterChecks.inRange("maxHaircut", p.maxHaircut, slot.maxHaircut, slot.maxHaircut);
    }

    function _requirePostDue(uint8 asset, uint256 postedAt) private view {
        uint256 earliest = postedAt + POST_INTERVAL;
        require(block.timestamp >= earliest, RiskParameters_TooSoon(asset, block.timestamp, earliest));
    }

    /// @dev What does not change must not begin its notice again. What the steward posted below the governor's rho
    /// stays, as far as its bounds let it. Steps are measured from what is in force, so that none is longer than a row
    /// can hold as pending.
    function _changeNetting(UnderlyingSlot memory slot, UnderlyingParameters calldata p) private view {
        uint256 rho = p.rho;
        if (slot.nextRho != slot.maxRho) rho = rho.min(rho.ceilDiv(2).max(slot.nextRho));
        slot.maxRho = p.rho;
        bool same = rho == slot.nextRho && p.beta == slot.nextBeta && p.eta == slot.nextEta;
        if (same && p.maxCharge == slot.nextMaxCharge && p.depth == slot.nextDepth) return;
        NettingTerms memory current = _nettingTerms(slot);
        _requireStep("rho", rho, current.rho, MAX_STEP_BPS);
        _requireStep("beta", p.beta, current.beta, MAX_BETA_STEP_BPS);
        _restartNetting(slot, current);
        slot.nextRho = rho.toUint16();
        (slot.nextBeta, slot.nextEta, slot.nextMaxCharge, slot.nextDepth) = (p.beta, p.eta, p.maxCharge, p.depth);
    }

    function _restartNetting(UnderlyingSlot memory slot, NettingTerms memory current) private view {
        slot.pastRho = current.rho.toUint16();
        slot.pastBeta = current.beta.toUint16();
        slot.pastEta = current.eta.toUint16();
        slot.pastMaxCharge = current.maxCharge.toUint16();
        slot.pastDepth = current.depth.toUint32();
        slot.setAt = block.timestamp.toUint32();
    }

    function _firstNetting(UnderlyingParameters calldata p) private view returns (UnderlyingSlot memory slot) {
        (slot.scanMax, slot.maxRho) = (p.scanMax, p.rho);
        (slot.pastRho, slot.nextRho) = (p.rho, p.rho);
        (slot.pastBeta, slot.nextBeta) = (p.beta, p.beta);
        (slot.pastEta, slot.nextEta) = (p.eta, p.eta);
        (slot.pastMaxCharge, slot.nextMaxCharge) = (p.maxCharge, p.maxCharge);
        (slot.pastDepth, slot.nextDepth) = (p.depth, p.depth);
        (slot.setAt, slot.postedAt) = (block.timestamp.toUint32(), block.timestamp.toUint32());
    }

    /// @dev Of one asset, or of all when it is none.
    function _requireKeysFit(uint256 asset) private view {
        uint256 keys = _listed.keys;
        for (uint8 key = 0; keys != 0; ++key) {
            if (keys & 1 == 1 && (asset == MAX_ASSETS || _keys[key].asset == asset)) _requireKeyFits(key);
            keys >>= 1;
        }
    }

    /// @dev At the highest size charge from now on: a lower one comes into force only along its schedule.
    function _requireKeyFits(uint8 key) private view {
        uint8 asset = _keys[key].asset;
        uint256 maxCharge = _scheduledSize(_assets[asset]).maxCharge.max(_assets[asset].nextMaxCharge);
        ParameterChecks.keyOnAsset({
            id: key,
            p: _keys[key],
            a: _assetParameters(asset),
            g: _globalParameters(),
            maxCharge: maxCharge
        });
    }

    /// @dev At the worst of what is in force and what is coming, for schedules need not move together.
    function _requireClosingPays() private view {
        GlobalSlot memory globals = _globals;
        (uint256 theta, ) = _thetas(globals);
        theta = theta.max(globals.thetaMaintenance);
        uint256 underlyings = _listed.underlyings;
        uint256 maxRho = 0;
        for (uint256 id = 0; underlyings >> id != 0; ++id) {
            UnderlyingSlot memory slot = _underlyings[id];
            maxRho = maxRho.max(slot.maxRho).max(_nettingTerms(slot).rho);
        }
        for (uint8 id = 0; underlyings >> id != 0; ++id) {
            if (!_isListed(underlyings, id)) continue;
            UnderlyingSlot memory slot = _underlyings[id];
            ParameterChecks.closingPays({
                id: id,
                minRange: slot.scanMinMaintenance,
                beta: _nettingTerms(slot).beta.min(slot.nextBeta),
                maxRho: maxRho,
                theta: theta,
                penalty: globals.perpPenalty
            });
        }
    }

    function _requireStep(bytes32 name, uint256 value, uint256 from, uint256 step) private pure {
        ParameterChecks.inRange(name, value, from.saturatingSub(step), from + step);
    }
}
