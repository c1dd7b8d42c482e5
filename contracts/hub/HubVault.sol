// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHubVault} from "../interfaces/IHubVault.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {FlowBucket} from "../libraries/FlowBucket.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {VaultLedger} from "../libraries/VaultLedger.sol";
import {VaultLimits} from "../libraries/VaultLimits.sol";
import {Listing} from "../types/Lane.sol";

/// @title HubVault
/// @notice Custody of the hub's own keys (system.md section 2). No message can be forged here, so there are no buckets.
contract HubVault is IHubVault, VaultLedger, VaultLimits {
    /// @inheritdoc IHubVault
    address public immutable gateway;

    /// @inheritdoc IHubVault
    IMarginEngine public engine;

    constructor(address manager, address wrappedNative_, address gateway_) VaultLedger(manager, wrappedNative_) {
        require(gateway_ != address(0), HubVault_ZeroAddress());
        gateway = gateway_;
    }

    /// @inheritdoc IHubVault
    function bindEngine(address engine_) external restricted {
        require(address(engine) == address(0), HubVault_AlreadyBound(address(engine)));
        require(engine_ != address(0), HubVault_ZeroAddress());
        engine = IMarginEngine(engine_);
        emit EngineBound(engine_);
    }

    /// @inheritdoc IHubVault
    function listKey(uint8 key, address token, uint8 sharedDecimals, uint64 minimum, uint64 cap) external restricted {
        GuardBook.requireInRange(cap, FlowBucket.NONE, false);
        _listKey(key, Listing(token, 0, sharedDecimals, minimum), cap, FlowBucket.NONE);
    }

    /// @inheritdoc IHubVault
    function release(address recipient, uint8 key, uint64 units) external nonReentrant {
        require(msg.sender == gateway, HubVault_NotGateway(msg.sender));
        _listing(key);
        uint64 released = _payables[recipient][key].released;
        uint64 room = type(uint64).max - released;
        require(units <= room, HubVault_CounterFull({recipient: recipient, key: key, units: units, room: room}));
        _release(recipient, key, released + units);
    }

    function _afterDeposit(uint8 key, address account, uint64 units) internal override {
        require(account != address(0), HubVault_ZeroAccount());
        require(address(engine) != address(0), HubVault_NotBound());
        emit Credited({account: account, key: key, units: units, credited: _deposited[account][key]});
        engine.creditCollateral(account, key, units);
    }
}
