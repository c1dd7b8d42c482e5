// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {AssetTerms} from "../libraries/AssetTerms.sol";
import {FastWad} from "../libraries/FastWad.sol";
import {HeldKey} from "../libraries/HeldKey.sol";
import {Leg} from "../libraries/Leg.sol";
import {WAD} from "../libraries/WadMath.sol";
import {Margin, Position} from "../types/Margin.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {BookMath} from "./BookMath.sol";
import {ScanMath} from "./ScanMath.sol";

/// @title The positions of one account, summed by underlying
/// @notice risk.md section 3: what the scan, basis and concentration charges and the hedge offset need, for both
/// margins. The formulas are those of PerpMath and MarginMath without their checks.
/// @dev Bound: |size| ≤ 2^127, a price < 2^98 and at most 32 positions, hence every sum of size times price < 2^230.
library PerpBook {
    // The positions of an account.
    struct Perps {
        // the leg met last, from which the others follow; none without positions
        Leg lastLeg;
        // sum of PnL less funding owed at the better price (WAD)
        int256 pnl;
        // the same at the worse price (WAD)
        int256 initialPnl;
        // whether a position has no good price
        bool unpriced;
        // theta at maintenance margin (WAD)
        uint256 thetaMaintenance;
        // theta at initial margin (WAD)
        uint256 thetaInitial;
    }

    /// @notice Adds a position to its underlying. Its exposure is that at the higher price.
    /// @param perps the sums
    /// @param leg the leg of its underlying
    /// @param position the position
    /// @param asset terms of the asset its market follows
    function add(Perps memory perps, Leg leg, Position calldata position, AssetTerms asset) internal pure {
        int256 size = position.size;
        // The bound of the library; |cost| and |funding| < 2^230.
        unchecked {
            int256 exposure = size * int256(asset.high());
            leg.addPosition(exposure, SignedMath.abs(exposure));
            int256 costs = position.cost + position.funding;
            int256 pnl = FastWad.floor(exposure) - costs;
            int256 other = pnl;
            if (asset.special() != 0) {
                other = FastWad.floor(size * int256(asset.row().price())) - costs;
                if (!asset.row().isGood()) perps.unpriced = true;
            }
            perps.pnl += pnl > other ? pnl : other;
            perps.initialPnl += pnl > other ? other : pnl;
        }
    }

    /// @notice Adds `⌊V·min(px, H)⌋` of a key to b of the leg it hedges, at both margins, down (risk.md 3). A key with
    /// a full haircut, as without recognition, hedges nothing at initial margin.
    /// @param asset terms of the key's asset, which hedge a leg
    /// @param key the key, haircuts in place
    /// @param counted V at maintenance margin (WAD)
    /// @param low V at initial margin (WAD)
    function addHedge(AssetTerms asset, HeldKey key, uint256 counted, uint256 low) internal pure {
        (uint256 maintenance, uint256 initial) = (key.maintenanceHaircut(), key.initialHaircut());
        uint256 part = asset.priceRiskMaintenance();
        if (part > maintenance) part = maintenance;
        uint256 partInitial = asset.priceRiskInitial();
        if (partInitial > initial) partInitial = initial;
        // Bound: V < 2^163 and H ≤ 2^60.
        Leg.wrap(asset.leg()).addHedge({
            maintenance: FastWad.mulDown(counted, part),
            initial: initial == WAD ? 0 : FastWad.mulDown(low, partInitial)
        });
    }

    /// @notice Adds PnL and Req + basis + concentration − off to equity and requirements at both margins (risk.md 3),
    /// up. No positive PnL counts at initial margin, which also pays for netting terms as soon as they are announced
    /// (P-R3): a lower rho never charges less.
    /// @param m equity and requirements
    /// @param perps the sums
    function addTo(Margin memory m, Perps memory perps) internal pure {
        ScanMath.Scan memory scanMaintenance;
        ScanMath.Scan memory scanInitial;
        uint256 addOns = 0;
        // The bound of the library; rates are at most one, and there are at most 32 legs.
        unchecked {
            for (Leg leg = perps.lastLeg; !leg.isNone(); leg = leg.next()) {
                UnderlyingRow row = leg.row();
                // Toward minus infinity, against the account.
                int256 delta = FastWad.floor(leg.delta());
                uint256 rho = row.rho();
                addOns += _addOns(row, leg.gross(), SignedMath.abs(delta));
                ScanMath.add({
                    scan: scanMaintenance,
                    delta: delta,
                    range: row.maintenance(),
                    rho: rho,
                    hedge: leg.hedgeMaintenance()
                });
                if (row.isPending()) {
                    rho = row.lowestRho();
                    m.initial += _pendingAddOns(row, leg.gross(), SignedMath.abs(delta));
                }
                ScanMath.add({
                    scan: scanInitial,
                    delta: delta,
                    range: row.initial(),
                    rho: rho,
                    hedge: leg.hedgeInitial()
                });
            }
            m.maintenance += addOns + ScanMath.charge(scanMaintenance, perps.thetaMaintenance);
            m.initial += addOns + ScanMath.charge(scanInitial, perps.thetaInitial);
        }
        m.equity += perps.pnl;
        m.pnl = perps.initialPnl;
        m.initialEquity += SignedMath.min(perps.initialPnl, 0);
    }

    /// @dev Basis and concentration charges.
    function _addOns(UnderlyingRow row, uint256 gross, uint256 net) private pure returns (uint256 charge) {
        if (net != 0) {
            uint256 share = BookMath.sizeCharge({
                value: net,
                eta: row.eta(),
                depth: row.depth(),
                maxCharge: row.maxCharge()
            });
            charge = FastWad.mulUp(net, share);
        }
        uint256 paired = _paired(gross, net);
        // The bound of the library.
        unchecked {
            if (paired != 0) charge += FastWad.mulUp(paired, row.beta());
        }
    }

    /// @dev What is on its way on top of them, as if the whole basis charge were rounded up once.
    function _pendingAddOns(UnderlyingRow row, uint256 gross, uint256 net) private pure returns (uint256 charge) {
        uint256 paired = _paired(gross, net);
        // The bound of the library; the higher beta charges no less.
        unchecked {
            charge = FastWad.mulUp(net, row.pendingCharge());
            charge += FastWad.mulUp(paired, row.highestBeta()) - FastWad.mulUp(paired, row.beta());
        }
    }

    /// @dev `G − |D|`. G rounds up, against the account. D rounds down, so |D| of shorts alone may be a wei above G;
    /// they owe nothing for it.
    function _paired(uint256 gross, uint256 net) private pure returns (uint256 value) {
        gross = FastWad.ceil(gross);
        // Bound: only what is smaller is taken away.
        unchecked {
            if (gross > net) value = gross - net;
        }
    }
}
