// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";
import {Position} from "../types/Margin.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {MarginMath} from "./MarginMath.sol";
import {PerpMath} from "./PerpMath.sol";

/// @title The positions of one account, summed by underlying
/// @notice risk.md section 3: what the scan, basis and concentration charges and the hedge offset need, for both margins.
library PerpBook {
    using Math for uint256;

    // Positions summed by underlying, and the collateral that hedges them. The arrays named by asset run over asset ids,
    // the others over the account's underlyings in order of appearance.
    struct Perps {
        // underlyings with a position (count)
        uint256 count;
        // sum of PnL less funding owed (WAD)
        int256 pnl;
        // whether a position has no good price
        bool unpriced;
        // theta at maintenance margin (WAD)
        uint256 thetaMaintenance;
        // theta at initial margin (WAD)
        uint256 thetaInitial;
        // place of an underlying in the arrays below plus one, 0 if it has no position (index)
        uint256[] placeOfUnderlying;
        // place of the underlying that an asset hedges plus one (index)
        uint256[] placeOfAsset;
        // px_MM of an asset (WAD)
        uint256[] priceRiskMaintenance;
        // px_IM of an asset (WAD)
        uint256[] priceRiskInitial;
        // row of each underlying
        UnderlyingRow[] rows;
        // sum of size times price (WAD squared)
        int256[] deltas;
        // sum of |size| times price (WAD squared)
        uint256[] grosses;
        // b at maintenance margin (WAD)
        uint256[] hedgesMaintenance;
        // b at initial margin (WAD)
        uint256[] hedgesInitial;
    }

    /// @notice Makes room for the positions of an account.
    /// @param perps the sums
    /// @param positions positions of the account (count)
    /// @param assets asset ids that exist (count)
    function open(Perps memory perps, uint256 positions, uint256 assets) internal pure {
        perps.placeOfUnderlying = new uint256[](assets);
        perps.placeOfAsset = new uint256[](assets);
        perps.priceRiskMaintenance = new uint256[](assets);
        perps.priceRiskInitial = new uint256[](assets);
        perps.rows = new UnderlyingRow[](positions);
        perps.deltas = new int256[](positions);
        perps.grosses = new uint256[](positions);
        perps.hedgesMaintenance = new uint256[](positions);
        perps.hedgesInitial = new uint256[](positions);
    }

    /// @notice Adds a position to its underlying.
    /// @dev Bound: |size| ≤ 2^127, price < 2^96 and at most 32 positions, hence every sum < 2^228.
    /// @param perps the sums
    /// @param position the position
    /// @param place place of its underlying (index)
    /// @param price last good price of its market (WAD)
    function add(Perps memory perps, Position calldata position, uint256 place, uint256 price) internal pure {
        perps.deltas[place] += position.size * int256(price);
        perps.grosses[place] += SignedMath.abs(position.size) * price;
        perps.pnl += PerpMath.perpPnl(position.size, price, position.cost) - position.funding;
    }

    /// @notice Adds `⌊V·min(px, H)⌋` to b of the underlying that an asset hedges, down (risk.md 3).
    /// @param perps the sums
    /// @param asset the key's asset (id)
    /// @param maintenanceValue V at maintenance margin (WAD)
    /// @param maintenanceHaircut H_MM (WAD)
    /// @param initialValue V at initial margin (WAD)
    /// @param initialHaircut H_IM, 0 for a key without initial-margin recognition (WAD)
    function addHedge(
        Perps memory perps,
        uint256 asset,
        uint256 maintenanceValue,
        uint256 maintenanceHaircut,
        uint256 initialValue,
        uint256 initialHaircut
    ) internal pure {
        uint256 place = perps.placeOfAsset[asset];
        if (place == 0) return;
        uint256 part = perps.priceRiskMaintenance[asset].min(maintenanceHaircut);
        perps.hedgesMaintenance[place - 1] += WadMath.mulDown(maintenanceValue, part);
        part = perps.priceRiskInitial[asset].min(initialHaircut);
        perps.hedgesInitial[place - 1] += WadMath.mulDown(initialValue, part);
    }

    /// @notice Req + basis + concentration − off at both margins (risk.md 3), up.
    /// @param perps the sums
    /// @return maintenance charge at maintenance margin (WAD)
    /// @return initial charge at initial margin (WAD)
    function charges(Perps memory perps) internal pure returns (uint256 maintenance, uint256 initial) {
        int256[] memory legsMaintenance = new int256[](perps.count);
        int256[] memory legsInitial = new int256[](perps.count);
        uint256[] memory rhos = new uint256[](perps.count);
        uint256 addOns;
        for (uint256 i = 0; i < perps.count; ++i) {
            UnderlyingRow row = perps.rows[i];
            int256 delta = WadMath.floorDiv(perps.deltas[i], WAD);
            legsMaintenance[i] = MarginMath.riskLeg(delta, row.maintenance());
            legsInitial[i] = MarginMath.riskLeg(delta, row.initial());
            rhos[i] = row.rho();
            addOns += _addOns(row, perps.grosses[i].ceilDiv(WAD), SignedMath.abs(delta));
        }
        maintenance = addOns + _netted(legsMaintenance, perps.hedgesMaintenance, rhos, perps.thetaMaintenance);
        initial = addOns + _netted(legsInitial, perps.hedgesInitial, rhos, perps.thetaInitial);
    }

    function _addOns(UnderlyingRow row, uint256 gross, uint256 netAbs) private pure returns (uint256) {
        uint256 concentration = MarginMath.concentrationCharge({
            deltaAbs: netAbs,
            eta: row.eta(),
            depth: row.depth(),
            maxCharge: row.maxCharge()
        });
        return concentration + MarginMath.basisCharge(gross, netAbs, row.beta());
    }

    /// @dev Req − off, never below zero: off ≤ θ·Req with θ ≤ 1.
    function _netted(
        int256[] memory legs,
        uint256[] memory hedges,
        uint256[] memory rhos,
        uint256 theta
    ) private pure returns (uint256) {
        return MarginMath.scanRequirement(legs, rhos) - MarginMath.hedgeOffset(legs, hedges, rhos, theta);
    }
}
