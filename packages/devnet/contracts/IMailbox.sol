// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    MessagingFee,
    MessagingReceipt
} from "@layerzerolabs/lz-evm-protocol-v2/contracts/interfaces/ILayerZeroEndpointV2.sol";

/// @title The smallest application worth relaying for
/// @notice Keeps every letter it receives, and can be told to refuse, to answer, or to call somebody meanwhile.
interface IMailbox {
    /// @notice A letter as it arrived.
    /// @param srcEid where it came from (eid)
    /// @param nonce its number on that path (nonce)
    /// @param guid its packet (id)
    /// @param value native currency that came with it (wei)
    /// @param body what it said
    struct Letter {
        uint32 srcEid;
        uint64 nonce;
        bytes32 guid;
        uint256 value;
        bytes body;
    }

    /// @notice A letter arrived and was kept.
    /// @param srcEid where it came from (eid)
    /// @param guid its packet (id)
    /// @param nonce its number on that path (nonce)
    event LetterKept(uint32 indexed srcEid, bytes32 indexed guid, uint64 nonce);

    /// @notice The mailbox was told to refuse.
    /// @param srcEid where the letter came from (eid)
    /// @param nonce its number on that path (nonce)
    error Mailbox_Refused(uint32 srcEid, uint64 nonce);

    /// @notice Sends a letter; what it costs more than the fee comes back to the sender.
    /// @param dstEid where to (eid)
    /// @param body what it says
    /// @param options LayerZero options, added to the enforced ones
    /// @return receipt guid, nonce and fee paid
    function post(
        uint32 dstEid,
        bytes calldata body,
        bytes calldata options
    ) external payable returns (MessagingReceipt memory receipt);

    /// @notice Refuse every letter, or stop refusing.
    /// @param refusing whether to refuse
    function setRefusing(bool refusing) external;

    /// @notice Answer every letter with one of the same body, paid from the mailbox's own balance.
    /// @param answering whether to answer
    function setAnswering(bool answering) external;

    /// @notice Call somebody after keeping a letter; target zero calls nobody.
    /// @param target who to call
    /// @param data what to call it with
    function setCallback(address target, bytes calldata data) external;

    /// @notice What a letter costs.
    /// @param dstEid where to (eid)
    /// @param body what it says
    /// @param options LayerZero options, added to the enforced ones
    /// @return fee native and token fee
    function quote(
        uint32 dstEid,
        bytes calldata body,
        bytes calldata options
    ) external view returns (MessagingFee memory fee);

    /// @notice How many letters were kept.
    /// @return letters kept (count)
    function letterCount() external view returns (uint256);

    /// @notice One letter.
    /// @param index in order of arrival (index)
    /// @return the letter
    function letter(uint256 index) external view returns (Letter memory);
}
