// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EnforcedOptionParam} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/interfaces/IOAppOptionsType3.sol";

/// @title IOAppWiring
/// @notice The part of a LayerZero application that wiring reads and sets.
interface IOAppWiring {
    /// @notice Sets the application on the other chain. Here a peer is set once and never changed.
    /// @param eid the other chain (eid)
    /// @param peer application there, left-padded
    function setPeer(uint32 eid, bytes32 peer) external;

    /// @notice Sets options that every message of a type carries.
    /// @param params one entry per chain and message type
    function setEnforcedOptions(EnforcedOptionParam[] calldata params) external;

    /// @notice The application on the other chain, 0 if none.
    /// @param eid the other chain (eid)
    /// @return peer application there, left-padded
    function peers(uint32 eid) external view returns (bytes32 peer);

    /// @notice Options that every message of a type carries.
    /// @param eid the other chain (eid)
    /// @param msgType message type (id)
    /// @return options type-3 options
    function enforcedOptions(uint32 eid, uint16 msgType) external view returns (bytes memory options);
}
