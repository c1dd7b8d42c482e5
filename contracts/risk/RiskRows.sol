// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {AssetParameters, HaircutParts, KeyInputs, UnderlyingInputs} from "../types/RiskParameters.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {PriceRows} from "./PriceRows.sol";
import {RowMath} from "./RowMath.sol";

/// @title RiskRows
/// @notice Keeps haircuts and scan ranges up to date from the parameters.
abstract contract RiskRows is PriceRows {
    using SafeCast for uint256;

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
            sizeFloor: row.sizeFloor(),
            recognisedFor: row.recognisedFor()
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
            depth_: uint24(p.depth),
            eta_: p.eta,
            maxCharge_: p.maxCharge,
            minHaircut_: p.minHaircut,
            maxHaircut_: p.maxHaircut
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
            maxHaircut: p.maxHaircut
        });
    }
}
