// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILaneTerms} from "../interfaces/ILaneTerms.sol";
import {IRecognition} from "../interfaces/IRecognition.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {KeyRows} from "../types/KeyRow.sol";
import {LaneTerms} from "../types/Lane.sol";

/// @title LaneTermsHarness
/// @notice Stands for the gateway before a risk engine: lanes are as a test says, and until then the hub's own.
contract LaneTermsHarness is ILaneTerms {
    mapping(uint8 key => LaneTerms terms) private _terms;
    mapping(uint8 key => bool known) private _known;

    /// @notice Sets the state of a key's lane.
    /// @param key key (id)
    /// @param terms latency, recognition, quarantine, the total held and whether the lane was heard
    function setTerms(uint8 key, LaneTerms calldata terms) external {
        _terms[key] = terms;
        _known[key] = true;
    }

    /// @notice Takes recognition from keys as the gateway does.
    /// @param risk the risk engine
    /// @param keys bitmap of keys (raw)
    function suspend(IRecognition risk, uint256 keys) external {
        risk.suspend(keys);
    }

    /// @notice Pokes a risk engine many times in one transaction.
    /// @param risk the risk engine
    /// @param keys bitmap of keys (raw)
    /// @param times how often (count)
    function poke(IRiskEngine risk, uint256 keys, uint256 times) external {
        for (uint256 i = 0; i < times; ++i) risk.poke(keys);
    }

    /// @inheritdoc ILaneTerms
    function termsOf(uint8 key) external view override returns (LaneTerms memory terms) {
        terms = _terms[key];
        if (!_known[key]) (terms.recognisedFor, terms.heard) = (uint16(KeyRows.FOR_EVER), true);
    }
}
