// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {BalanceWords} from "../libraries/BalanceWords.sol";
import {AccountHeader} from "../types/Account.sol";
import {AccountId} from "../types/AccountId.sol";

/// @title AccountStore
/// @notice Who may act for an account, and what collateral it holds: header, packed balances, operators.
abstract contract AccountStore is IMarginEngine, ReentrancyGuardTransient {
    using AccountId for address;
    using BalanceWords for uint256;
    using BalanceWords for mapping(uint256 group => uint256 word);

    mapping(address account => AccountHeader header) internal _headers;
    mapping(address account => mapping(uint256 group => uint256 word)) private _balances;
    /// @dev The owner who allowed the operator. Sub-accounts carry 19 of the owner's 20 bytes, so only an owner's own
    /// call shows which of the 256 addresses is a person, and an operator must be able to send that person money.
    mapping(address account => mapping(address operator => address owner)) private _allowedBy;

    /// @inheritdoc IMarginEngine
    function setOperator(address account, address operator, bool allowed) external nonReentrant {
        require(account.isOwnedBy(msg.sender), MarginEngine_NotOwner(account, msg.sender));
        require(operator != address(0), MarginEngine_ZeroAddress());
        _allowedBy[account][operator] = allowed ? msg.sender : address(0);
        emit OperatorSet({account: account, operator: operator, allowed: allowed});
    }

    /// @inheritdoc IMarginEngine
    function isAuthorised(address account, address caller) external view returns (bool authorised) {
        return _ownerFor(account, caller) != address(0);
    }

    /// @inheritdoc IMarginEngine
    function heldKeys(address account) external view returns (uint256 held) {
        return _headers[account].held;
    }

    /// @inheritdoc IMarginEngine
    function headerOf(address account) external view returns (AccountHeader memory header) {
        return _headers[account];
    }

    /// @inheritdoc IMarginEngine
    function balanceOf(address account, uint8 key) public view returns (uint64 units) {
        return _balances[account][BalanceWords.groupOf(key)].unitsOf(key);
    }

    /// @inheritdoc IMarginEngine
    function requireRecipient(address account, address caller, address recipient) public view {
        address owner = _ownerFor(account, caller);
        require(owner != address(0), MarginEngine_NotAuthorised(account, caller));
        bool reachable = !account.isOwnedBy(recipient) || recipient == owner;
        require(
            reachable && recipient != address(0) && recipient != address(this),
            MarginEngine_BadRecipient(account, recipient)
        );
    }

    /// @dev Keys are below 64 and the sum of all balances of a key is at most its cap, hence below 2^63 (the gateway's
    /// bounds): the overflow check is the second line behind them.
    function _addUnits(address account, uint8 key, uint64 units) internal {
        uint256 group = BalanceWords.groupOf(key);
        uint256 word = _balances[account][group];
        uint64 have = word.unitsOf(key);
        require(
            units <= type(uint64).max - have,
            MarginEngine_BalanceOverflow({account: account, key: key, have: have, added: units})
        );
        _balances[account][group] = word.withUnits(key, have + units);
        if (have == 0 && units != 0) _headers[account].held |= uint64(1) << key;
    }

    function _removeUnits(address account, uint8 key, uint64 units) internal {
        uint256 group = BalanceWords.groupOf(key);
        uint256 word = _balances[account][group];
        uint64 have = word.unitsOf(key);
        require(
            units <= have,
            MarginEngine_InsufficientBalance({account: account, key: key, have: have, asked: units})
        );
        _balances[account][group] = word.withUnits(key, have - units);
        if (have == units) _headers[account].held &= ~(uint64(1) << key);
    }

    /// @dev The words of the held keys, as the risk engine reads them.
    function _wordsOf(address account, uint64 held) internal view returns (uint256[] memory words) {
        return _balances[account].load(held);
    }

    /// @dev The owner a caller acts for: itself, or who made it operator; zero if it may not act.
    function _ownerFor(address account, address caller) internal view returns (address owner) {
        return account.isOwnedBy(caller) ? caller : _allowedBy[account][caller];
    }
}
