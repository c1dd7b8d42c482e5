// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {WAD} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {PriceStatus} from "../types/PriceStatus.sol";
import {AssetParameters, GlobalParameters, HaircutParts, KeyParameters} from "../types/RiskParameters.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {RiskStore} from "./RiskStore.sol";
import {RowMath} from "./RowMath.sol";

/// @title RiskRows
/// @notice Keeps the rows up to date: prices from the oracle, haircuts and scan ranges from the parameters.
abstract contract RiskRows is RiskStore {
    using Math for uint256;
    using SafeCast for uint256;

    /// @dev A failing feed keeps the last good price and its time; the status tells (system.md 4.1).
    function _refresh(uint8 asset) internal {
        AssetRow row = _assetRows[asset];
        if (row.refreshedAt() == block.timestamp) return;
        (uint256 price, uint256 observedAt, PriceStatus status) = oracle.read(asset);
        if (status == PriceStatus.GOOD) {
            _noteResumption(asset, row, observedAt);
        } else {
            (price, observedAt) = (row.price(), row.observedAt());
        }
        _assetRows[asset] = row.withObservation({
            price_: price,
            observedAt_: observedAt,
            refreshedAt_: block.timestamp,
            status_: status
        });
        emit PriceRefreshed({asset: asset, price: price, observedAt: observedAt, status: status});
    }

    function _poke(uint8 key) internal {
        KeyParameters memory parameters = _keyParameters[key];
        AssetParameters memory asset = _assetParameters[parameters.asset];
        (HaircutParts memory maintenance, HaircutParts memory initial) = _partsOf(asset, parameters);
        KeyRow row = RowMath.keyRow({
            asset: asset,
            row: _assetRows[parameters.asset],
            key: parameters,
            maintenance: maintenance,
            initial: initial
        });
        _keyRows[key] = row;
        emit KeyPoked({
            key: key,
            maintenance: row.maintenance(),
            initial: row.initial(),
            discount: row.discount(),
            sizeFloor: row.sizeFloor()
        });
        _pokePriceRisk({
            asset: parameters.asset,
            maintenance: (maintenance.base + maintenance.volatility).min(WAD),
            initial: (initial.base + initial.volatility).min(WAD)
        });
    }

    function _pokeUnderlying(uint8 asset) internal {
        GlobalParameters memory globals = _globals;
        UnderlyingRow row = RowMath.underlyingRow({
            p: _underlyingParameters[asset],
            variance: _assetParameters[asset].variance,
            globals: globals
        });
        _underlyingRows[asset] = row;
        emit UnderlyingPoked({asset: asset, maintenance: row.maintenance(), initial: row.initial()});
    }

    function _partsOf(
        AssetParameters memory asset,
        KeyParameters memory key
    ) internal view returns (HaircutParts memory maintenance, HaircutParts memory initial) {
        GlobalParameters memory globals = _globals;
        return RowMath.parts({asset: asset, key: key, globals: globals, latency: _laneLatency[key.eid]});
    }

    /// @dev The price risk has no lane in it, so all keys of an asset share one slot.
    function _pokePriceRisk(uint8 asset, uint256 maintenance, uint256 initial) private {
        AssetState storage state = _assetStates[asset];
        if (state.priceRiskMaintenance == maintenance && state.priceRiskInitial == initial) return;
        state.priceRiskMaintenance = maintenance.toUint64();
        state.priceRiskInitial = initial.toUint64();
        emit PriceRiskPoked({asset: asset, maintenance: maintenance, initial: initial});
    }

    /// @dev A sale's factor restarts when the feed is back: at the observation that ended a silence longer than the
    /// limit, or now if the outage was of another kind and only this refresh tells that it is over.
    function _noteResumption(uint8 asset, AssetRow row, uint256 observedAt) private {
        if (row.price() == 0) return;
        uint256 resumedAt = block.timestamp;
        if (row.isGood()) {
            if (observedAt <= row.observedAt() + oracle.ageLimit(asset)) return;
            resumedAt = observedAt;
        }
        _assetStates[asset].resumedAt = resumedAt.toUint40();
        emit FeedResumed(asset, resumedAt);
    }
}
