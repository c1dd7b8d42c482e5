// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {
    AssetParameters,
    GlobalParameters,
    HaircutParts,
    KeyParameters,
    UnderlyingParameters
} from "../types/RiskParameters.sol";
import {ParameterChecks} from "./ParameterChecks.sol";
import {RiskRows} from "./RiskRows.sol";

/// @title RiskParameters
/// @notice The setters. Each checks everything before it stores anything, and a row follows when it is poked.
abstract contract RiskParameters is RiskRows, AccessManaged {
    using Math for uint256;

    /// @inheritdoc IRiskEngine
    function setGlobals(GlobalParameters calldata parameters) external override restricted {
        ParameterChecks.globals(parameters);
        _globals = parameters;
        _requireClosingPays();
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

    /// @inheritdoc IRiskEngine
    function setAsset(uint8 asset, AssetParameters calldata parameters) external override restricted {
        ParameterChecks.asset(asset, parameters);
        uint256 assets = _listed.assets;
        uint8 underlying = parameters.underlying;
        if (_isListed(assets, asset)) {
            uint8 fixedUnderlying = _assetStates[asset].underlying;
            require(underlying == fixedUnderlying, RiskEngine_UnderlyingFixed(asset, fixedUnderlying));
        } else {
            require(underlying == asset || _isListed(assets, underlying), RiskEngine_UnknownAsset(underlying));
            _assetStates[asset].underlying = underlying;
            _listed.assets = uint64(assets | (1 << asset));
        }
        _assetParameters[asset] = parameters;
        _storeAssetRow(asset);
        _requireKeysFit(asset);
        _emitAsset(asset, parameters);
    }

    /// @inheritdoc IRiskEngine
    function setVariance(uint8 asset, uint112 variance) external override restricted {
        AssetParameters storage parameters = _listedAsset(asset);
        ParameterChecks.inRange("variance", variance, parameters.minVariance, parameters.maxVariance);
        parameters.variance = variance;
        emit VarianceSet(asset, variance);
    }

    /// @inheritdoc IRiskEngine
    function setDepth(uint8 asset, uint32 depth) external override restricted {
        AssetParameters storage parameters = _listedAsset(asset);
        ParameterChecks.inRange("depth", depth, 1, type(uint32).max);
        parameters.depth = depth;
        _storeAssetRow(asset);
        emit SizeChargeSet({asset: asset, depth: depth, eta: parameters.eta, maxCharge: parameters.maxCharge});
    }

    /// @inheritdoc IRiskEngine
    function setUnderlying(uint8 asset, UnderlyingParameters calldata parameters) external override restricted {
        ParameterChecks.underlying(asset, parameters);
        require(_globals.localTime != 0, RiskEngine_NoGlobals());
        _listedAsset(asset);
        _underlyingParameters[asset] = parameters;
        _listed.underlyings |= uint64(1 << asset);
        _requireClosingPays();
        emit ScanSet({
            asset: asset,
            baseMaintenance: parameters.scanBaseMaintenance,
            baseInitial: parameters.scanBaseInitial,
            minMaintenance: parameters.scanMinMaintenance,
            minInitial: parameters.scanMinInitial,
            max: parameters.scanMax
        });
        emit NettingSet({
            asset: asset,
            rho: parameters.rho,
            beta: parameters.beta,
            eta: parameters.eta,
            maxCharge: parameters.maxCharge,
            depth: parameters.depth
        });
        _pokeUnderlying(asset);
    }

    /// @inheritdoc IRiskEngine
    function listMarket(uint8 market, uint8 asset) external override restricted {
        ParameterChecks.inRange("market", market, 0, MAX_MARKETS - 1);
        _listedAsset(asset);
        uint8 underlying = _assetStates[asset].underlying;
        require(_isListed(_listed.underlyings, underlying), RiskEngine_UnknownUnderlying(underlying));
        require(!_isListed(_listed.markets, market), RiskEngine_MarketListed(market));
        _listed.markets |= uint32(1 << market);
        _storeMarket(market, asset, underlying);
        emit MarketListed(market, asset, underlying);
    }

    /// @inheritdoc IRiskEngine
    function setLaneLatency(uint32 eid, uint32 latency) external override restricted {
        _laneLatency[eid] = latency;
        emit LaneLatencySet(eid, latency);
    }

    /// @inheritdoc IRiskEngine
    function setKey(uint8 key, KeyParameters calldata parameters) external override restricted {
        ParameterChecks.key(key, parameters);
        require(_globals.localTime != 0, RiskEngine_NoGlobals());
        _listedAsset(parameters.asset);
        if (_isListed(_listed.keys, key)) {
            KeyParameters memory old = _keyParameters[key];
            require(
                parameters.asset == old.asset && parameters.decimals == old.decimals && parameters.eid == old.eid,
                RiskEngine_KeyFixed({key: key, asset: old.asset, decimals: old.decimals, eid: old.eid})
            );
        } else {
            _listed.keys |= uint64(1 << key);
        }
        _keyParameters[key] = parameters;
        _requireKeyFits(key, _assetParameters[parameters.asset]);
        emit KeySet({
            key: key,
            asset: parameters.asset,
            eid: parameters.eid,
            decimals: parameters.decimals,
            idiosyncratic: parameters.idiosyncratic,
            totalUnits: parameters.totalUnits,
            recognised: parameters.recognised
        });
        _poke(key);
    }

    function _storeAssetRow(uint8 asset) private {
        AssetParameters memory p = _assetParameters[asset];
        _assetRows[asset] = _assetRows[asset].withParameters({
            depth_: p.depth,
            eta_: p.eta,
            maxCharge_: p.maxCharge,
            minHaircut_: p.minHaircut,
            maxHaircut_: p.maxHaircut,
            penalty_: p.penalty
        });
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
        emit SizeChargeSet({asset: asset, depth: p.depth, eta: p.eta, maxCharge: p.maxCharge});
        emit VarianceSet(asset, p.variance);
    }

    function _listedAsset(uint8 asset) private view returns (AssetParameters storage parameters) {
        require(_isListed(_listed.assets, asset), RiskEngine_UnknownAsset(asset));
        return _assetParameters[asset];
    }

    function _requireKeysFit(uint8 asset) private view {
        AssetParameters memory parameters = _assetParameters[asset];
        uint256 keys = _listed.keys;
        for (uint8 key = 0; keys != 0; ++key) {
            if (keys & 1 == 1 && _keyParameters[key].asset == asset) _requireKeyFits(key, parameters);
            keys >>= 1;
        }
    }

    function _requireKeyFits(uint8 key, AssetParameters memory asset) private view {
        KeyParameters memory parameters = _keyParameters[key];
        (, HaircutParts memory initial) = _partsOf(asset, parameters);
        ParameterChecks.keyOnAsset(key, parameters, asset, initial);
    }

    function _requireClosingPays() private view {
        GlobalParameters memory globals = _globals;
        uint256 underlyings = _listed.underlyings;
        uint256 maxRho = 0;
        for (uint256 id = 0; underlyings >> id != 0; ++id) maxRho = maxRho.max(_underlyingParameters[id].rho);
        for (uint8 id = 0; underlyings >> id != 0; ++id) {
            if (!_isListed(underlyings, id)) continue;
            ParameterChecks.closingPays(id, _underlyingParameters[id], maxRho, globals);
        }
    }
}
