// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {LaneTerms} from "../types/Lane.sol";
import {Haircuts, KeyInputs, UnderlyingInputs} from "../types/RiskParameters.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {RowMath} from "./RowMath.sol";
import {VolatilityRows} from "./VolatilityRows.sol";

/// @title RiskRows
/// @notice Keeps haircuts and scan ranges up to date from prices, parameters and lanes. What a poke writes is where its
/// ramps have come to, so that the next one starts there (risk.md 2.5).
abstract contract RiskRows is VolatilityRows {
    /// @dev Never reverts for a listed key: whatever the inputs, every part is cut where its field ends.
    function _poke(uint8 key) internal {
        KeyInputs memory inputs = parameters.keyInputs(key);
        LaneTerms memory terms = gateway.termsOf(key);
        // Its first row would stand at Tmax and la_IM come down by 500 bps an hour; without a row it is worth nothing.
        if (!terms.heard && !_keyRows[key].isListed()) return;
        uint8 asset = inputs.key.asset;
        Haircuts memory h = RowMath.haircuts({
            inputs: inputs,
            terms: terms,
            variance: _measure(asset, inputs.volatility),
            last: _keyRows[key],
            time: block.timestamp
        });
        AssetRow assetRow = _takeAsset(asset, inputs, h);
        KeyRow row = RowMath.keyRow({inputs: inputs, h: h, terms: terms, asset: assetRow, time: block.timestamp});
        _keyRows[key] = row;
        emit KeyPoked({
            key: key,
            maintenance: row.maintenance(),
            initial: row.initial(),
            discount: row.discount(),
            sizeFloor: row.sizeFloor(),
            recognisedFor: row.recognisedFor()
        });
    }

    function _pokeUnderlying(uint8 asset) internal {
        UnderlyingInputs memory inputs = parameters.underlyingInputs(asset);
        UnderlyingRow row = RowMath.underlyingRow({
            inputs: inputs,
            variance: _measure(asset, inputs.volatility),
            last: _underlyingRows[asset],
            time: block.timestamp
        });
        _underlyingRows[asset] = row;
        _thetas = Thetas(inputs.thetaMaintenance, inputs.thetaInitial);
        emit UnderlyingPoked({
            asset: asset,
            maintenance: row.maintenance(),
            initial: row.initial(),
            thetaMaintenance: inputs.thetaMaintenance,
            thetaInitial: inputs.thetaInitial
        });
    }

    /// @dev What all keys of an asset share. The price risk has no lane in it, hence one slot an asset and not one a
    /// key. Unwritten while nothing changes: what the ramp of px_MM may then do at its next change is still at most 900
    /// s worth.
    function _takeAsset(uint8 asset, KeyInputs memory inputs, Haircuts memory h) private returns (AssetRow changed) {
        AssetRow row = _assetRows[asset];
        // Widths: depth < 2^24, eta and qMax ≤ 10^4, limits ≤ 98 (ParameterChecks).
        changed = row.withParameters({
            depth_: uint24(inputs.size.depth),
            eta_: uint16(inputs.size.eta),
            maxCharge_: uint16(inputs.size.maxCharge),
            minHaircut_: uint8(inputs.minHaircut),
            maxHaircut_: uint8(inputs.maxHaircut)
        });
        AssetState memory state = _assetStates[asset];
        uint256 maintenance = RowMath.hedgeablePart({
            target: RowMath.priceRisk(h.maintenance),
            last: state.priceRiskMaintenance,
            since: state.pokedAt,
            time: block.timestamp
        });
        uint256 initial = RowMath.priceRisk(h.initial);
        bool sameRow = AssetRow.unwrap(row) == AssetRow.unwrap(changed);
        bool sameState = state.priceRiskMaintenance == maintenance && state.priceRiskInitial == initial;
        sameState = sameState && state.pokedAt != 0;
        if (sameRow && sameState) return changed;
        if (!sameRow) _assetRows[asset] = changed;
        if (!sameState) {
            // Bound: both at most one, below 2^60.
            (state.priceRiskMaintenance, state.priceRiskInitial) = (uint64(maintenance), uint64(initial));
            (state.underlying, state.pokedAt) = (inputs.underlying, uint32(block.timestamp));
            _assetStates[asset] = state;
        }
        emit AssetPoked({
            asset: asset,
            underlying: inputs.underlying,
            priceRiskMaintenance: maintenance,
            priceRiskInitial: initial,
            depth: inputs.size.depth,
            eta: inputs.size.eta,
            maxCharge: inputs.size.maxCharge,
            minHaircut: inputs.minHaircut,
            maxHaircut: inputs.maxHaircut
        });
    }
}
