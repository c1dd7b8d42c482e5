// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILaneTerms} from "../interfaces/ILaneTerms.sol";
import {IRecognition} from "../interfaces/IRecognition.sol";
import {LaneTerms} from "../types/Lane.sol";

/// @title LaneTermsHarness
/// @notice Stands for the gateway before a risk engine: lanes are as a test says.
contract LaneTermsHarness is ILaneTerms {
    mapping(uint8 key => LaneTerms terms) private _terms;

    /// @notice Sets the state of a key's lane.
    /// @param key key (id)
    /// @param terms latency, recognition, quarantine and the total held
    function setTerms(uint8 key, LaneTerms calldata terms) external {
        _terms[key] = terms;
    }

    /// @notice Takes recognition from keys as the gateway does.
    /// @param risk the risk engine
    /// @param keys bitmap of keys (raw)
    function suspend(IRecognition risk, uint256 keys) external {
        risk.suspend(keys);
    }

    /// @inheritdoc ILaneTerms
    function termsOf(uint8 key) external view override returns (LaneTerms memory terms) {
        return _terms[key];
    }
}
