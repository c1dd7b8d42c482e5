// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {PriceStatus} from "../types/PriceStatus.sol";
import {BookMath} from "./BookMath.sol";
import {RiskStore} from "./RiskStore.sol";

/// @title PriceRows
/// @notice Keeps prices and the sequencer's status up to date from the oracle (system.md 4.1).
abstract contract PriceRows is RiskStore {
    using SafeCast for uint256;

    /// @dev An outage shorter than an auction's tail restarts no sale (decision 085).
    uint256 private constant LEAST_OUTAGE = 900;

    /// @dev A failing feed keeps the last good price and its time; the status tells (system.md 4.1). Only a good price
    /// is kept for the block: a report may follow whoever asked before it.
    function _refresh(uint8 asset) internal {
        AssetRow row = _assetRows[asset];
        if (row.isGood() && row.refreshedAt() == block.timestamp) return;
        (uint256 low, uint256 high, uint256 observedAt, PriceStatus status) = oracle.read(asset);
        if (status == PriceStatus.GOOD) {
            _noteResumption(asset, row, observedAt);
            row = row.withObservation({
                low_: low,
                high_: high,
                observedAt_: observedAt,
                refreshedAt_: block.timestamp,
                status_: status
            });
        } else {
            if (row.isGood()) _assetStates[asset].outSince = block.timestamp.toUint40();
            row = row.withVerdict(block.timestamp, status);
        }
        // Every book has a settlement asset: who finds its price fresh finds the sequencer's state as fresh beside it.
        if (asset == BookMath.SETTLEMENT) row = row.withHalt(_checkSequencer(0) > block.timestamp);
        _assetRows[asset] = row;
        emit PriceRefreshed({
            asset: asset,
            low: row.price(),
            high: row.highPrice(),
            observedAt: row.observedAt(),
            status: status
        });
    }

    /// @dev Who learns that it is down, or up again, tells the settlement asset's row too.
    function _checkSequencer(uint256 maxAge) internal returns (uint256 since) {
        bool known;
        (known, since) = _knownSequencer(maxAge);
        if (known) return since;
        since = _askSequencer();
        if (since != _sequencer.resumedAt) emit SequencerChanged(since);
        _sequencer = Sequencer({checkedAt: block.timestamp.toUint40(), resumedAt: since.toUint40()});
        AssetRow row = _assetRows[BookMath.SETTLEMENT];
        bool halted = since > block.timestamp;
        if (row.isListed() && row.isHalted() != halted) _assetRows[BookMath.SETTLEMENT] = row.withHalt(halted);
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

    /// @dev A sale's factor restarts when the feed is back from an outage of at least LEAST_OUTAGE: at the observation
    /// that ended a silence that long beyond the limit, or now if only this refresh tells that it is over. Whatever a
    /// refresh found in between, a silence is as long as it is: a look just before its end must not make it short.
    function _noteResumption(uint8 asset, AssetRow row, uint256 observedAt) private {
        if (row.price() == 0) return;
        bool silent = observedAt > row.observedAt() + oracle.ageLimit(asset) + LEAST_OUTAGE;
        uint256 resumedAt = observedAt;
        if (!row.isGood()) {
            if (!silent && block.timestamp - _assetStates[asset].outSince < LEAST_OUTAGE) return;
            resumedAt = block.timestamp;
        } else if (!silent) return;
        _assetStates[asset].resumedAt = resumedAt.toUint40();
        emit FeedResumed(asset, resumedAt);
    }
}
