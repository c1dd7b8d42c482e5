// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {PriceStatus} from "../types/PriceStatus.sol";
import {AssetParameters, HaircutParts, KeyInputs, UnderlyingInputs} from "../types/RiskParameters.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {BookMath} from "./BookMath.sol";
import {RiskStore} from "./RiskStore.sol";
import {RowMath} from "./RowMath.sol";

/// @title RiskRows
/// @notice Keeps the rows up to date: prices from the oracle, haircuts and scan ranges from the parameters.
abstract contract RiskRows is RiskStore {
    using SafeCast for uint256;

    /// @dev A failing feed keeps the last good price and its time; the status tells (system.md 4.1).
    function _refresh(uint8 asset) internal {
        AssetRow row = _assetRows[asset];
        if (row.refreshedAt() == block.timestamp) return;
        (uint256 price, , uint256 observedAt, PriceStatus status) = oracle.read(asset);
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
        // Every book has a settlement asset, so who refreshes its prices finds the status as fresh as they are.
        if (asset == BookMath.SETTLEMENT) _checkSequencer(0);
    }

    function _checkSequencer(uint256 maxAge) internal returns (uint256 since) {
        bool known;
        (known, since) = _knownSequencer(maxAge);
        if (known) return since;
        since = _askSequencer();
        if (since != _sequencer.resumedAt) emit SequencerChanged(since);
        _sequencer = Sequencer({checkedAt: block.timestamp.toUint40(), resumedAt: since.toUint40()});
    }

    function _poke(uint8 key) internal {
        KeyInputs memory inputs = parameters.keyInputs(key);
        (HaircutParts memory maintenance, HaircutParts memory initial) = RowMath.parts(inputs);
        uint8 asset = inputs.key.asset;
        _takeAsset(asset, inputs.asset, RowMath.priceRisk(maintenance), RowMath.priceRisk(initial));
        KeyRow row = RowMath.keyRow({
            inputs: inputs,
            asset: _assetRows[asset],
            maintenance: maintenance,
            initial: initial,
            time: block.timestamp
        });
        _keyRows[key] = row;
        emit KeyPoked({
            key: key,
            maintenance: row.maintenance(),
            initial: row.initial(),
            discount: row.discount(),
            sizeFloor: row.sizeFloor()
        });
    }

    function _pokeUnderlying(uint8 asset) internal {
        UnderlyingInputs memory inputs = parameters.underlyingInputs(asset);
        UnderlyingRow row = RowMath.underlyingRow(inputs, block.timestamp);
        _underlyingRows[asset] = row;
        _thetas = Thetas(inputs.globals.thetaMaintenance, inputs.globals.thetaInitial);
        emit UnderlyingPoked({
            asset: asset,
            maintenance: row.maintenance(),
            initial: row.initial(),
            thetaMaintenance: inputs.globals.thetaMaintenance,
            thetaInitial: inputs.globals.thetaInitial
        });
    }

    /// @dev Only an earlier "up" is believed: while it was down or in its grace hour every look asks the feed.
    function _knownSequencer(uint256 maxAge) internal view returns (bool known, uint256 since) {
        Sequencer storage last = _sequencer;
        since = last.resumedAt;
        known = since <= block.timestamp && block.timestamp - last.checkedAt <= maxAge;
    }

    function _askSequencer() internal view returns (uint256 since) {
        return Math.min(oracle.sequencerResumedAt(), type(uint40).max);
    }

    /// @dev What all keys of an asset share. The price risk has no lane in it, hence one slot an asset and not one a
    /// key.
    function _takeAsset(
        uint8 asset,
        AssetParameters memory p,
        uint256 priceRiskMaintenance,
        uint256 priceRiskInitial
    ) private {
        AssetRow row = _assetRows[asset];
        AssetRow changed = row.withParameters({
            depth_: p.depth,
            eta_: p.eta,
            maxCharge_: p.maxCharge,
            minHaircut_: p.minHaircut,
            maxHaircut_: p.maxHaircut,
            penalty_: p.penalty
        });
        AssetState storage state = _assetStates[asset];
        if (
            AssetRow.unwrap(row) == AssetRow.unwrap(changed) &&
            state.priceRiskMaintenance == priceRiskMaintenance &&
            state.priceRiskInitial == priceRiskInitial
        ) return;
        _assetRows[asset] = changed;
        state.priceRiskMaintenance = priceRiskMaintenance.toUint64();
        state.priceRiskInitial = priceRiskInitial.toUint64();
        state.underlying = p.underlying;
        emit AssetPoked({
            asset: asset,
            underlying: p.underlying,
            priceRiskMaintenance: priceRiskMaintenance,
            priceRiskInitial: priceRiskInitial,
            depth: p.depth,
            eta: p.eta,
            maxCharge: p.maxCharge,
            minHaircut: p.minHaircut,
            maxHaircut: p.maxHaircut,
            penalty: p.penalty
        });
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
