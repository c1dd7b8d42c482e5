// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILayerZeroEndpointV2} from "@layerzerolabs/lz-evm-protocol-v2/contracts/interfaces/ILayerZeroEndpointV2.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILaneSecurity} from "../interfaces/ILaneSecurity.sol";
import {IUlnLibrary} from "../interfaces/IUlnLibrary.sol";
import {ViewCall} from "../libraries/ViewCall.sol";
import {LaneFault, SecurityFloor} from "../types/LaneSecurity.sol";

/// @title LaneSecurity
/// @notice Judges what LayerZero's endpoint would let through to one end of a lane (system.md 3.1): not what an
/// application asked for but what applies, with the libraries' defaults filled in.
library LaneSecurity {
    using Math for uint256;

    /// @notice DVNs that must verify a packet where no floor was set (count).
    uint8 internal constant DEFAULT_DVNS = 2;
    /// @notice Source blocks they must wait for where no floor was set (count).
    uint64 internal constant DEFAULT_CONFIRMATIONS = 1;

    /// @dev Gas a library may use to tell its configuration: a cold slot for each of 180 DVNs (gas units).
    uint256 private constant _READ_GAS = 500_000;
    /// @dev What must be left before the first read, so that every read gets all of its gas: a call passes on 63/64
    /// (EIP-150), and the endpoint's own views cost below 30,000 (gas units).
    uint256 private constant _CHECK_GAS = 600_000;
    /// @dev The head, the six fields of a configuration, and two lists of at most 127 with their lengths (count).
    uint256 private constant _MAX_WORDS = 263;
    uint256 private constant _WORD_BYTES = 32;
    /// @dev Words of a `UlnConfig` answer: where it starts, then its fields (index).
    uint256 private constant _HEAD = 0;
    uint256 private constant _CONFIRMATIONS = 1;
    uint256 private constant _REQUIRED_COUNT = 2;
    uint256 private constant _OPTIONAL_COUNT = 3;
    uint256 private constant _THRESHOLD = 4;
    uint256 private constant _REQUIRED = 5;
    uint256 private constant _OPTIONAL = 6;

    /// @notice The first fault of a configuration, in the order of `LaneFault`; UNREADABLE if it cannot be judged.
    /// Reverts only for too little gas.
    /// @param endpoint LayerZero's endpoint of this chain
    /// @param oapp this end of the lane
    /// @param eid the other end (eid)
    /// @param floor least the lane must have
    /// @return fault what is below the floor, NONE if nothing
    /// @return dvns distinct DVNs that must verify a packet, 0 if unreadable (count)
    /// @return confirmations source blocks they wait for, 0 if unreadable (count)
    function assess(
        address endpoint,
        address oapp,
        uint32 eid,
        SecurityFloor memory floor
    ) internal view returns (LaneFault fault, uint256 dvns, uint256 confirmations) {
        require(gasleft() >= _CHECK_GAS, ILaneSecurity.LaneSecurity_GasTooLow(gasleft(), _CHECK_GAS));
        ILayerZeroEndpointV2 layerZero = ILayerZeroEndpointV2(endpoint);
        address receiveLibrary;
        bool isDefault;
        // Fails where the application names no library and LayerZero has no default.
        try layerZero.getReceiveLibrary(oapp, eid) returns (address library_, bool isDefault_) {
            (receiveLibrary, isDefault) = (library_, isDefault_);
        } catch {
            return (LaneFault.UNREADABLE, 0, 0);
        }
        bool readable;
        (readable, dvns, confirmations) = _resolved(receiveLibrary, oapp, eid);
        if (isDefault) fault = LaneFault.DEFAULT_RECEIVE_LIBRARY;
        else if (layerZero.isDefaultSendLibrary(oapp, eid)) fault = LaneFault.DEFAULT_SEND_LIBRARY;
        else if (_timeoutRuns(layerZero, oapp, eid)) fault = LaneFault.LIBRARY_TIMEOUT;
        else if (!readable) fault = LaneFault.UNREADABLE;
        else if (dvns < dvnFloor(floor)) fault = LaneFault.FEW_DVNS;
        else if (confirmations < confirmationFloor(floor)) fault = LaneFault.FEW_CONFIRMATIONS;
    }

    /// @notice The number of DVNs a floor asks for.
    /// @param floor the floor
    /// @return dvns its number, or the default (count)
    function dvnFloor(SecurityFloor memory floor) internal pure returns (uint8 dvns) {
        dvns = floor.dvns == 0 ? DEFAULT_DVNS : floor.dvns;
    }

    /// @notice The number of source blocks a floor asks for.
    /// @param floor the floor
    /// @return confirmations its number, or the default (count)
    function confirmationFloor(SecurityFloor memory floor) internal pure returns (uint64 confirmations) {
        confirmations = floor.confirmations == 0 ? DEFAULT_CONFIRMATIONS : floor.confirmations;
    }

    /// @dev What the library verifies by: it fills in its defaults (0) and resolves "none" itself.
    function _resolved(
        address receiveLibrary,
        address oapp,
        uint32 eid
    ) private view returns (bool readable, uint256 dvns, uint256 confirmations) {
        uint256[] memory words = ViewCall.words({
            target: receiveLibrary,
            data: abi.encodeCall(IUlnLibrary.getUlnConfig, (oapp, eid)),
            gasLimit: _READ_GAS,
            maximum: _MAX_WORDS
        });
        if (words.length <= _OPTIONAL || words[_HEAD] != _WORD_BYTES) return (false, 0, 0);
        uint256 required = _listAt(words, words[_REQUIRED], words[_REQUIRED_COUNT]);
        uint256 optional = _listAt(words, words[_OPTIONAL], words[_OPTIONAL_COUNT]);
        if (required == 0 || optional == 0) return (false, 0, 0);
        uint256 threshold = words[_THRESHOLD].min(words[_OPTIONAL_COUNT]);
        // A required DVN that is optional too counts towards the threshold with the one signature it gives.
        dvns = words[required] + threshold.saturatingSub(_shared(words, required, optional));
        return (true, dvns, words[_CONFIRMATIONS]);
    }

    /// @dev A library that was replaced verifies until its time-out ends, whatever the new one asks.
    function _timeoutRuns(ILayerZeroEndpointV2 layerZero, address oapp, uint32 eid) private view returns (bool runs) {
        (address former, uint256 expiry) = layerZero.receiveLibraryTimeout(oapp, eid);
        runs = former != address(0) && expiry > block.number;
    }

    /// @dev Where a list of distinct addresses stands: its length, then its members, ascending as LayerZero keeps them.
    /// 0 if there is none: every list stands behind the head.
    function _listAt(uint256[] memory words, uint256 offset, uint256 count) private pure returns (uint256 index) {
        // Offsets count from the first field.
        if (offset % _WORD_BYTES != 0) return 0;
        index = offset / _WORD_BYTES + _CONFIRMATIONS;
        if (index >= words.length || words[index] != count || count >= words.length - index) return 0;
        uint256 last = 0;
        for (uint256 i = index + 1; i <= index + count; ++i) {
            if (words[i] <= last) return 0;
            last = words[i];
        }
        if (last > type(uint160).max) return 0;
    }

    /// @dev How many members two ascending lists share.
    function _shared(uint256[] memory words, uint256 a, uint256 b) private pure returns (uint256 shared) {
        (uint256 i, uint256 j) = (1, 1);
        while (i <= words[a] && j <= words[b]) {
            (uint256 x, uint256 y) = (words[a + i], words[b + j]);
            if (x == y) ++shared;
            if (x <= y) ++i;
            if (y <= x) ++j;
        }
    }
}
