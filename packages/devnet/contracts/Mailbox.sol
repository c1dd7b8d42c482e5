// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OAppOptionsType3} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/libs/OAppOptionsType3.sol";
import {MessagingFee, MessagingReceipt, OApp, Origin} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OApp.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
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

    /// @notice Adds to the balance answers are paid from.
    receive() external payable {}

    /// @inheritdoc IMailbox
    function post(
        uint32 dstEid,
        bytes calldata body,
        bytes calldata options
    ) external payable override returns (MessagingReceipt memory receipt) {
        MessagingFee memory fee = MessagingFee(msg.value, 0);
        return
            _lzSend({
                _dstEid: dstEid,
                _message: body,
                _options: combineOptions(dstEid, LETTER, options),
                _fee: fee,
                _refundAddress: payable(msg.sender)
            });
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
        return
            _quote({
                _dstEid: dstEid,
                _message: body,
                _options: combineOptions(dstEid, LETTER, options),
                _payInLzToken: false
            });
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
        _letters.push(Letter({srcEid: origin.srcEid, nonce: origin.nonce, guid: guid, value: msg.value, body: body}));
        emit LetterKept(origin.srcEid, guid, origin.nonce);
        if (_callbackTarget != address(0)) {
            Address.functionCall(_callbackTarget, _callbackData);
        }
        if (_answering) {
            bytes memory options = enforcedOptions[origin.srcEid][LETTER];
            MessagingFee memory fee = _quote({
                _dstEid: origin.srcEid,
                _message: body,
                _options: options,
                _payInLzToken: false
            });
            _lzSend({
                _dstEid: origin.srcEid,
                _message: body,
                _options: options,
                _fee: fee,
                _refundAddress: payable(address(this))
            });
        }
    }

    /// @dev An answer is paid from the balance, which OApp's own check of msg.value does not allow for.
    function _payNative(uint256 nativeFee) internal view override returns (uint256) {
        require(address(this).balance >= nativeFee, NotEnoughNative(address(this).balance));
        return nativeFee;
    }
}
