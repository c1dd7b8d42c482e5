// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    ILayerZeroEndpointV2,
    Origin
} from "@layerzerolabs/lz-evm-protocol-v2/contracts/interfaces/ILayerZeroEndpointV2.sol";

/// @title A receiver of refunds that delivers a packet from inside
/// @notice The endpoint refunds an excess fee while the sender is still locked: this one uses the moment.
contract RefundDeliverer {
    /// @notice A packet waiting at the endpoint.
    /// @param origin Where it comes from
    /// @param receiver Application it goes to
    /// @param guid Its id
    /// @param message Its bytes
    struct Pending {
        Origin origin;
        address receiver;
        bytes32 guid;
        bytes message;
    }

    /// @notice The endpoint of this chain.
    ILayerZeroEndpointV2 public immutable endpoint;

    /// @notice How often it tried (count).
    uint256 public attempts;

    /// @notice Whether its last attempt delivered the packet.
    bool public delivered;

    /// @notice What the last failing attempt was answered.
    bytes public reason;

    Pending private _pending;

    constructor(ILayerZeroEndpointV2 endpoint_) {
        endpoint = endpoint_;
    }

    /// @notice Tries to deliver and keeps the refund.
    receive() external payable {
        _deliver();
    }

    /// @notice Names the packet to deliver.
    /// @param pending The packet
    function aim(Pending calldata pending) external {
        _pending = pending;
    }

    function _deliver() private {
        ++attempts;
        try
            endpoint.lzReceive({
                _origin: _pending.origin,
                _receiver: _pending.receiver,
                _guid: _pending.guid,
                _message: _pending.message,
                _extraData: ""
            })
        {
            delivered = true;
        } catch (bytes memory answer) {
            reason = answer;
        }
    }
}
