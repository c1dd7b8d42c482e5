// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {
    AssetParameters,
    GlobalParameters,
    HaircutParts,
    KeyInputs,
    KeyParameters,
    UnderlyingInputs,
    UnderlyingParameters
} from "../types/RiskParameters.sol";
import {ParameterChecks} from "./ParameterChecks.sol";
import {RowMath} from "./RowMath.sol";

/// @title RiskParameters
/// @notice What the governor and the steward set, checked. A contract of its own, so that the one that answers for
/// accounts has no privileged caller and room for its state.
contract RiskParameters is AccessManaged, IRiskParameters {
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

    uint256 private constant MAX_KEYS = 64;
    uint256 private constant MAX_ASSETS = 64;
    uint256 private constant MAX_MARKETS = 32;

    Listed private _listed;
    GlobalParameters private _globals;
    KeyParameters[MAX_KEYS] private _keys;
    AssetParameters[MAX_ASSETS] private _assets;
    UnderlyingParameters[MAX_ASSETS] private _underlyings;
    uint8[MAX_MARKETS] private _marketAssets;
    mapping(uint32 eid => uint256 latency) private _latencies;

    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc IRiskParameters
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

    /// @inheritdoc IRiskParameters
    function setAsset(uint8 asset, AssetParameters calldata parameters) external override restricted {
        ParameterChecks.asset(asset, parameters);
        uint256 assets = _listed.assets;
        uint8 underlying = parameters.underlying;
        if (_isListed(assets, asset)) {
            uint8 fixedUnderlying = _assets[asset].underlying;
            require(underlying == fixedUnderlying, RiskParameters_UnderlyingFixed(asset, fixedUnderlying));
        } else {
            require(underlying == asset || _isListed(assets, underlying), RiskParameters_UnknownAsset(underlying));
            _listed.assets = uint64(assets | (1 << asset));
        }
        _assets[asset] = parameters;
        _requireKeysFit(asset);
        _emitAsset(asset, parameters);
    }

    /// @inheritdoc IRiskParameters
    function setVariance(uint8 asset, uint112 variance) external override restricted {
        AssetParameters storage parameters = _listedAsset(asset);
        ParameterChecks.inRange("variance", variance, parameters.minVariance, parameters.maxVariance);
        parameters.variance = variance;
        emit VarianceSet(asset, variance);
    }

    /// @inheritdoc IRiskParameters
    function setDepth(uint8 asset, uint32 depth) external override restricted {
        AssetParameters storage parameters = _listedAsset(asset);
        ParameterChecks.inRange("depth", depth, 1, type(uint24).max);
        parameters.depth = depth;
        emit SizeChargeSet({asset: asset, depth: depth, eta: parameters.eta, maxCharge: parameters.maxCharge});
    }

    /// @inheritdoc IRiskParameters
    function setUnderlying(uint8 asset, UnderlyingParameters calldata parameters) external override restricted {
        ParameterChecks.underlying(asset, parameters);
        require(_globals.localTime != 0, RiskParameters_NoGlobals());
        _listedAsset(asset);
        _underlyings[asset] = parameters;
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
    }

    /// @inheritdoc IRiskParameters
    function listMarket(uint8 market, uint8 asset) external override restricted {
        ParameterChecks.inRange("market", market, 0, MAX_MARKETS - 1);
        _listedAsset(asset);
        uint8 underlying = _assets[asset].underlying;
        require(_isListed(_listed.underlyings, underlying), RiskParameters_UnknownUnderlying(underlying));
        require(!_isListed(_listed.markets, market), RiskParameters_MarketListed(market));
        _listed.markets |= uint32(1 << market);
        _marketAssets[market] = asset;
        emit MarketListed(market, asset, underlying);
    }

    /// @inheritdoc IRiskParameters
    function setLaneLatency(uint32 eid, uint32 latency) external override restricted {
        _latencies[eid] = latency;
        emit LaneLatencySet(eid, latency);
    }

    /// @inheritdoc IRiskParameters
    function setKey(uint8 key, KeyParameters calldata parameters) external override restricted {
        ParameterChecks.key(key, parameters);
        require(_globals.localTime != 0, RiskParameters_NoGlobals());
        _listedAsset(parameters.asset);
        if (_isListed(_listed.keys, key)) {
            KeyParameters memory old = _keys[key];
            require(
                parameters.asset == old.asset && parameters.decimals == old.decimals && parameters.eid == old.eid,
                RiskParameters_KeyFixed({key: key, asset: old.asset, decimals: old.decimals, eid: old.eid})
            );
        } else {
            _listed.keys |= uint64(1 << key);
        }
        _keys[key] = parameters;
        _requireKeyFits(key, _assets[parameters.asset]);
        emit KeySet({
            key: key,
            asset: parameters.asset,
            eid: parameters.eid,
            decimals: parameters.decimals,
            idiosyncratic: parameters.idiosyncratic,
            totalUnits: parameters.totalUnits,
            recognised: parameters.recognised
        });
    }

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
    function laneLatency(uint32 eid) external view override returns (uint256 latency) {
        return _latencies[eid];
    }

    /// @inheritdoc IRiskParameters
    function globalParameters() external view override returns (GlobalParameters memory parameters) {
        return _globals;
    }

    /// @inheritdoc IRiskParameters
    function assetParameters(uint8 asset) external view override returns (AssetParameters memory parameters) {
        return _listedAsset(asset);
    }

    /// @inheritdoc IRiskParameters
    function keyParameters(uint8 key) external view override returns (KeyParameters memory parameters) {
        require(_isListed(_listed.keys, key), RiskParameters_UnknownKey(key));
        return _keys[key];
    }

    /// @inheritdoc IRiskParameters
    function underlyingParameters(uint8 asset) external view override returns (UnderlyingParameters memory parameters) {
        require(_isListed(_listed.underlyings, asset), RiskParameters_UnknownUnderlying(asset));
        return _underlyings[asset];
    }

    /// @inheritdoc IRiskParameters
    function keyInputs(uint8 key) external view override returns (KeyInputs memory inputs) {
        require(_isListed(_listed.keys, key), RiskParameters_UnknownKey(key));
        inputs.key = _keys[key];
        inputs.asset = _assets[inputs.key.asset];
        inputs.globals = _globals;
        inputs.latency = _latencies[inputs.key.eid];
    }

    /// @inheritdoc IRiskParameters
    function underlyingInputs(uint8 asset) external view override returns (UnderlyingInputs memory inputs) {
        require(_isListed(_listed.underlyings, asset), RiskParameters_UnknownUnderlying(asset));
        inputs.underlying = _underlyings[asset];
        inputs.globals = _globals;
        inputs.variance = _assets[asset].variance;
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
        require(_isListed(_listed.assets, asset), RiskParameters_UnknownAsset(asset));
        return _assets[asset];
    }

    function _requireKeysFit(uint8 asset) private view {
        AssetParameters memory parameters = _assets[asset];
        uint256 keys = _listed.keys;
        for (uint8 key = 0; keys != 0; ++key) {
            if (keys & 1 == 1 && _keys[key].asset == asset) _requireKeyFits(key, parameters);
            keys >>= 1;
        }
    }

    function _requireKeyFits(uint8 key, AssetParameters memory asset) private view {
        KeyParameters memory parameters = _keys[key];
        (, HaircutParts memory initial) = RowMath.parts(
            KeyInputs({key: parameters, asset: asset, globals: _globals, latency: _latencies[parameters.eid]})
        );
        ParameterChecks.keyOnAsset(key, parameters, asset, initial);
    }

    function _requireClosingPays() private view {
        GlobalParameters memory globals = _globals;
        uint256 underlyings = _listed.underlyings;
        uint256 maxRho = 0;
        for (uint256 id = 0; underlyings >> id != 0; ++id) maxRho = maxRho.max(_underlyings[id].rho);
        for (uint8 id = 0; underlyings >> id != 0; ++id) {
            if (!_isListed(underlyings, id)) continue;
            ParameterChecks.closingPays(id, _underlyings[id], maxRho, globals);
        }
    }

    function _isListed(uint256 bitmap, uint256 id) private pure returns (bool) {
        return id < MAX_KEYS && (bitmap >> id) & 1 == 1;
    }
}
