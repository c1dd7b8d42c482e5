// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessagingFee, MessagingReceipt, OApp, Origin} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OApp.sol";
import {OAppOptionsType3} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/libs/OAppOptionsType3.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IMailbox} from "./IMailbox.sol";

/// @title Mailbox
/// @notice A real OApp to try the devnet with.
contract Mailbox is OApp, OAppOptionsType3, IMailbox {
    /// @dev The only message type, for enforced options.
    uint16 private constant LETTER = 1;

    bool private _refusing;
    bool private _answering;
    address private _callbackTarget;
    bytes private _callbackData;
    Letter[] private _letters;

    constructor(address endpoint_, address owner_) OApp(endpoint_, owner_) Ownable(owner_) {}

    /// @dev The balance answers are paid from.
    receive() external payable {}

    /// @inheritdoc IMailbox
    function post(
        uint32 dstEid,
        bytes calldata body,
        bytes calldata options
    ) external payable override returns (MessagingReceipt memory receipt) {
        MessagingFee memory fee = MessagingFee(msg.value, 0);
        return _lzSend(dstEid, body, combineOptions(dstEid, LETTER, options), fee, payable(msg.sender));
    }

    /// @inheritdoc IMailbox
    function setRefusing(bool refusing) external override onlyOwner {
        _refusing = refusing;
    }

    /// @inheritdoc IMailbox
    function setAnswering(bool answering) external override onlyOwner {
        _answering = answering;
    }

    /// @inheritdoc IMailbox
    function setCallback(address target, bytes calldata data) external override onlyOwner {
        _callbackTarget = target;
        _callbackData = data;
    }

    /// @inheritdoc IMailbox
    function quote(
        uint32 dstEid,
        bytes calldata body,
        bytes calldata options
    ) external view override returns (MessagingFee memory fee) {
        return _quote(dstEid, body, combineOptions(dstEid, LETTER, options), false);
    }

    /// @inheritdoc IMailbox
    function letterCount() external view override returns (uint256) {
        return _letters.length;
    }

    /// @inheritdoc IMailbox
    function letter(uint256 index) external view override returns (Letter memory) {
        return _letters[index];
    }

    function _lzReceive(
        Origin calldata origin,
        bytes32 guid,
        bytes calldata body,
        address,
        bytes calldata
    ) internal override {
        require(!_refusing, Mailbox_Refused(origin.srcEid, origin.nonce));
        _letters.push(Letter(origin.srcEid, origin.nonce, guid, msg.value, body));
        emit LetterKept(origin.srcEid, guid, origin.nonce);
        if (_callbackTarget != address(0)) {
            (bool done, bytes memory reason) = _callbackTarget.call(_callbackData);
            require(done, Mailbox_CallFailed(_callbackTarget, reason));
        }
        if (_answering) {
            bytes memory options = enforcedOptions[origin.srcEid][LETTER];
            MessagingFee memory fee = _quote(origin.srcEid, body, options, false);
            _lzSend(origin.srcEid, body, options, fee, payable(address(this)));
        }
    }

    /// @dev An answer is paid from the balance, which OApp's own check of msg.value does not allow for.
    function _payNative(uint256 nativeFee) internal view override returns (uint256) {
        require(address(this).balance >= nativeFee, NotEnoughNative(address(this).balance));
        return nativeFee;
    }
}
