// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {FastWad} from "../libraries/FastWad.sol";
import {WAD} from "../libraries/WadMath.sol";

/// @title Req and off over legs as they come
/// @notice MarginMath.requirementAndOffset (risk.md 3) without arrays: a sixth of the gas a leg. A test holds the two
/// against each other.
/// @dev Bound: |a| and b < 2^190 and ρ ≤ 2^60, at most 32 legs, hence every sum < 2^255.
library ScanMath {
    // Sums over the legs of an account at one margin level.
    struct Scan {
        // sum of rho times a (WAD squared)
        int256 common;
        // sum of (1 - rho) times |a| (WAD squared)
        uint256 independent;
        // sum of rho times b (WAD squared)
        uint256 hedgedCommon;
        // sum of (1 - rho) times (|a + b| - |a|) (WAD squared)
        int256 hedgedIndependent;
        // sum of b (WAD)
        uint256 hedges;
    }

    /// @notice Adds the leg `sign(D)·⌈|D|·s⌉` of one underlying and the collateral that hedges it.
    /// @param scan the sums
    /// @param delta D, net USD delta of the underlying (WAD)
    /// @param range s, at most one (WAD)
    /// @param rho rho of the underlying, at most one (WAD)
    /// @param hedge b of the underlying (WAD)
    function add(Scan memory scan, int256 delta, uint256 range, uint256 rho, uint256 hedge) internal pure {
        // The bound of the library.
        unchecked {
            uint256 magnitude = FastWad.mulUp(SignedMath.abs(delta), range);
            int256 leg = delta < 0 ? -int256(magnitude) : int256(magnitude);
            scan.common += leg * int256(rho);
            scan.independent += magnitude * (WAD - rho);
            if (hedge == 0) return;
            int256 change = int256(SignedMath.abs(leg + int256(hedge))) - int256(magnitude);
            scan.hedgedCommon += hedge * rho;
            scan.hedgedIndependent += change * int256(WAD - rho);
            scan.hedges += hedge;
        }
    }

    /// @notice Req − off: Req up and off down, against the account. Never below zero, since off ≤ θ·Req.
    /// @param scan the sums
    /// @param theta theta, at most one (WAD)
    /// @return net what the legs cost beside the collateral that hedges them (WAD)
    function charge(Scan memory scan, uint256 theta) internal pure returns (uint256 net) {
        uint256 requirement = _requirement(scan.common, scan.independent);
        uint256 hedges = scan.hedges;
        if (hedges == 0) return requirement;
        // The bound of the library; Req is at most the sum of the legs, below 2^196.
        unchecked {
            uint256 joint = _requirement(
                scan.common + int256(scan.hedgedCommon),
                uint256(int256(scan.independent) + scan.hedgedIndependent)
            );
            uint256 apart = requirement + hedges;
            uint256 saved = apart > joint ? apart - joint : 0;
            if (saved > requirement) saved = requirement;
            if (saved > hedges) saved = hedges;
            return requirement - FastWad.mulDown(saved, theta);
        }
    }

    function _requirement(int256 common, uint256 independent) private pure returns (uint256) {
        // The bound of the library.
        unchecked {
            return FastWad.ceil(SignedMath.abs(common) + independent);
        }
    }
}
