// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {FastWad} from "../libraries/FastWad.sol";
import {MemoryWords} from "../libraries/MemoryWords.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";
import {Position} from "../types/Margin.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {MarginMath} from "./MarginMath.sol";
import {PerpMath} from "./PerpMath.sol";
import {ScanMath} from "./ScanMath.sol";

/// @title The positions of one account, summed by underlying
/// @notice risk.md section 3: what the scan, basis and concentration charges and the hedge offset need, for both
/// margins.
library PerpBook {
    using MemoryWords for uint256[];

    // All positions on one underlying, and the collateral that hedges them.
    struct Leg {
        // row of the underlying
        UnderlyingRow row;
        // sum of size times price (WAD squared)
        int256 delta;
        // sum of |size| times price (WAD squared)
        uint256 gross;
        // b at maintenance margin (WAD)
        uint256 hedgeMaintenance;
        // b at initial margin (WAD)
        uint256 hedgeInitial;
    }

    // The positions of an account.
    struct Perps {
        // underlyings with a position (count)
        uint256 count;
        // one for each of them, in order of appearance
        Leg[] legs;
        // by asset id: place in `legs` of that underlying plus one, 0 if it has no position (index)
        uint256[] places;
        // by asset id: what a key of the asset hedges, see {link}; 0 for nothing (raw)
        uint256[] links;
        // sum of PnL less funding owed (WAD)
        int256 pnl;
        // whether a position has no good price
        bool unpriced;
        // theta at maintenance margin (WAD)
        uint256 thetaMaintenance;
        // theta at initial margin (WAD)
        uint256 thetaInitial;
    }

    uint256 private constant PLACE_SHIFT = 128;
    uint256 private constant INITIAL_SHIFT = 64;

    /// @notice Makes room for the positions of an account.
    /// @param perps the sums
    /// @param positions positions of the account (count)
    /// @param assets asset ids that exist (count)
    function open(Perps memory perps, uint256 positions, uint256 assets) internal pure {
        perps.legs = new Leg[](positions);
        perps.places = new uint256[](assets);
        perps.links = new uint256[](assets);
    }

    /// @notice Adds a position to its underlying.
    /// @param perps the sums
    /// @param leg the leg of its underlying
    /// @param position the position
    /// @param price last good price of its market (WAD)
    function add(Perps memory perps, Leg memory leg, Position calldata position, uint256 price) internal pure {
        int256 size = position.size;
        leg.delta += size * int256(price);
        leg.gross += SignedMath.abs(size) * price;
        perps.pnl += PerpMath.perpPnl(size, price, position.cost) - position.funding;
    }

    /// @notice Notes that keys of an asset hedge a leg.
    /// @param perps the sums
    /// @param asset the asset, an existing id (id)
    /// @param place place of the leg plus one (index)
    /// @param priceRiskMaintenance px_MM (WAD)
    /// @param priceRiskInitial px_IM (WAD)
    function link(
        Perps memory perps,
        uint256 asset,
        uint256 place,
        uint64 priceRiskMaintenance,
        uint64 priceRiskInitial
    ) internal pure {
        uint256 word = (place << PLACE_SHIFT) | (uint256(priceRiskInitial) << INITIAL_SHIFT) | priceRiskMaintenance;
        perps.links.set(asset, word);
    }

    /// @notice Adds `⌊V·min(px, H)⌋` of a key to b of the leg it hedges, at both margins, down (risk.md 3).
    /// @param perps the sums
    /// @param asset the key's asset, an existing id (id)
    /// @param valueMaintenance V at maintenance margin (WAD)
    /// @param maintenance H_MM (WAD)
    /// @param valueInitial V at initial margin, 0 for a key without initial-margin recognition (WAD)
    /// @param initial H_IM (WAD)
    function addHedge(
        Perps memory perps,
        uint256 asset,
        uint256 valueMaintenance,
        uint256 maintenance,
        uint256 valueInitial,
        uint256 initial
    ) internal pure {
        uint256 word = perps.links.get(asset);
        if (word == 0) return;
        uint256 part = uint64(word);
        if (part > maintenance) part = maintenance;
        uint256 partInitial = uint64(word >> INITIAL_SHIFT);
        if (partInitial > initial) partInitial = initial;
        // Bound: V < 2^161, px and H ≤ 2^60, at most 64 keys; a link's place is above zero.
        unchecked {
            Leg memory leg = perps.legs[(word >> PLACE_SHIFT) - 1];
            leg.hedgeMaintenance += FastWad.mulDown(valueMaintenance, part);
            leg.hedgeInitial += FastWad.mulDown(valueInitial, partInitial);
        }
    }

    /// @notice Req + basis + concentration − off at both margins (risk.md 3), up.
    /// @param perps the sums
    /// @return maintenance charge at maintenance margin (WAD)
    /// @return initial charge at initial margin (WAD)
    function charges(Perps memory perps) internal pure returns (uint256 maintenance, uint256 initial) {
        ScanMath.Scan memory scanMaintenance;
        ScanMath.Scan memory scanInitial;
        uint256 addOns = 0;
        for (uint256 i = 0; i < perps.count; ++i) {
            Leg memory leg = perps.legs[i];
            UnderlyingRow row = leg.row;
            int256 delta = WadMath.floorDiv(leg.delta, WAD);
            uint256 rho = row.rho();
            ScanMath.add({
                scan: scanMaintenance,
                delta: delta,
                range: row.maintenance(),
                rho: rho,
                hedge: leg.hedgeMaintenance
            });
            ScanMath.add({scan: scanInitial, delta: delta, range: row.initial(), rho: rho, hedge: leg.hedgeInitial});
            addOns += _addOns(row, leg.gross, SignedMath.abs(delta));
        }
        maintenance = addOns + ScanMath.charge(scanMaintenance, perps.thetaMaintenance);
        initial = addOns + ScanMath.charge(scanInitial, perps.thetaInitial);
    }

    /// @dev Basis and concentration charges. G rounds up, against the account.
    function _addOns(UnderlyingRow row, uint256 gross, uint256 netAbs) private pure returns (uint256) {
        uint256 concentration = MarginMath.concentrationCharge({
            deltaAbs: netAbs,
            eta: row.eta(),
            depth: row.depth(),
            maxCharge: row.maxCharge()
        });
        return concentration + MarginMath.basisCharge((gross + WAD - 1) / WAD, netAbs, row.beta());
    }
}
