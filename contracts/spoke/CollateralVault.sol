// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Origin} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OApp.sol";
import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {VaultLedger} from "../libraries/VaultLedger.sol";
import {LaneMessenger} from "../messaging/LaneMessenger.sol";
import {Header, Messages, Total} from "../messaging/Messages.sol";
import {CounterId, PermitSignature, Sums} from "../types/Lane.sol";
import {SpokeBook} from "./SpokeBook.sol";
import {VaultDesk} from "./VaultDesk.sol";

/// @title CollateralVault
/// @notice Custody of one source chain (system.md section 3).
/// @dev Hands calls it does not know to its desk (docs/decisions/070).
contract CollateralVault is ICollateralVault, SpokeBook, VaultLedger, LaneMessenger, Proxy {
    using Math for uint256;
    using Messages for bytes;

    /// @inheritdoc ICollateralVault
    uint32 public immutable hubEid;

    VaultDesk private immutable _desk;

    constructor(
        address endpoint_,
        address manager,
        address wrappedNative_,
        uint32 hubEid_,
        VaultDesk desk_
    ) VaultLedger(manager, wrappedNative_) LaneMessenger(endpoint_, manager) {
        hubEid = hubEid_;
        _desk = desk_;
    }

    /// @inheritdoc ICollateralVault
    function depositAndSync(
        uint8 key,
        uint256 amount,
        address account,
        uint128 extraGas,
        address refund
    ) external payable nonReentrant returns (bytes32 guid) {
        _deposit(key, amount, account);
        guid = _sendOne({account: account, key: key, extraGas: extraGas, fee: msg.value, refund: refund});
    }

    /// @inheritdoc ICollateralVault
    function depositWithPermitAndSync(
        uint8 key,
        uint256 amount,
        address account,
        uint128 extraGas,
        address refund,
        PermitSignature calldata permit
    ) external payable nonReentrant returns (bytes32 guid) {
        _usePermit(key, amount, permit);
        _deposit(key, amount, account);
        guid = _sendOne({account: account, key: key, extraGas: extraGas, fee: msg.value, refund: refund});
    }

    /// @inheritdoc ICollateralVault
    function depositNativeAndSync(
        uint8 key,
        uint256 amount,
        address account,
        uint128 extraGas,
        address refund
    ) external payable nonReentrant returns (bytes32 guid) {
        require(msg.value >= amount, CollateralVault_ValueBelowAmount(amount, msg.value));
        _depositNative(key, amount, account);
        guid = _sendOne({account: account, key: key, extraGas: extraGas, fee: msg.value - amount, refund: refund});
    }

    /// @inheritdoc ICollateralVault
    function sync(
        CounterId[] calldata items,
        address payee,
        uint128 extraGas,
        address refund
    ) external payable nonReentrant returns (bytes32 guid) {
        uint256 keys = _keysOf(items);
        uint256 totals = _count(keys);
        bytes memory message = Messages.newSync(_header(payee), items.length, totals);
        for (uint256 i = 0; i < items.length; ++i) {
            _storeCounter({message: message, i: i, account: items[i].holder, key: items[i].key});
        }
        _storeTotals(message, items.length, keys);
        guid = _send({
            eid: hubEid,
            message: message,
            options: _syncOptions(items.length, totals, extraGas),
            fee: msg.value,
            refund: refund
        });
    }

    /// @inheritdoc ICollateralVault
    function quoteSync(CounterId[] calldata items, uint128 extraGas) external view returns (uint256 fee) {
        fee = _quoteSync(items.length, _count(_keysOf(items)), extraGas);
    }

    /// @inheritdoc ICollateralVault
    function quoteDepositAndSync(uint8 key, uint128 extraGas) external view returns (uint256 fee) {
        _listing(key);
        fee = _quoteSync(1, 1, extraGas);
    }

    /// @inheritdoc ICollateralVault
    function hubClock() external view returns (uint40 sentAt, uint40 seenAt) {
        HubClock memory clock = _hubClock;
        return (clock.sentAt, clock.seenAt);
    }

    /// @notice Sets the gateway, once. Owner.
    /// @param eid the hub (eid)
    /// @param peer the gateway, left-padded
    function setPeer(uint32 eid, bytes32 peer) public override {
        require(eid == hubEid, CollateralVault_NotHub(eid, hubEid));
        super.setPeer(eid, peer);
    }

    function _lzReceive(
        Origin calldata origin,
        bytes32 guid,
        bytes calldata message,
        address,
        bytes calldata
    ) internal override {
        (bool valid, uint256 counters, ) = message.check(Messages.RELEASE);
        Header memory header;
        if (valid) header = message.headerOf(Messages.RELEASE);
        HubClock memory clock = _hubClock;
        // An insecure lane may carry what the hub never said (system.md 3.1); what it did say `flush` says again.
        if (!valid || clock.insecure || _isTooFarAhead(header.sentAt)) {
            emit MessageParked(origin.srcEid, guid, keccak256(message));
            return;
        }
        if (header.sentAt > clock.sentAt) {
            _hubClock = HubClock({sentAt: header.sentAt, seenAt: uint40(block.timestamp), insecure: false});
        }
        for (uint256 i = 0; i < counters; ++i) {
            (address recipient, uint256 key, uint256 released) = message.counterAt(Messages.RELEASE, i);
            if (key < _MAX_KEYS && _listings[uint8(key)].token != address(0)) {
                _release(recipient, uint8(key), uint64(released));
            } else {
                emit CounterIgnored(origin.srcEid, guid, uint16(key));
            }
        }
    }

    /// @dev Where calls go that are not known here (OpenZeppelin's Proxy); the code cannot be changed.
    function _implementation() internal view override returns (address) {
        return address(_desk);
    }

    function _sendOne(
        address account,
        uint8 key,
        uint128 extraGas,
        uint256 fee,
        address refund
    ) private returns (bytes32 guid) {
        bytes memory message = Messages.newSync(_header(address(0)), 1, 1);
        _storeCounter({message: message, i: 0, account: account, key: key});
        _storeTotal({message: message, counters: 1, i: 0, key: key});
        guid = _send({eid: hubEid, message: message, options: _syncOptions(1, 1, extraGas), fee: fee, refund: refund});
    }

    function _storeCounter(bytes memory message, uint256 i, address account, uint8 key) private view {
        message.storeCounter({kind: Messages.SYNC, i: i, holder: account, key: key, value: _deposited[account][key]});
    }

    function _storeTotals(bytes memory message, uint256 counters, uint256 keys) private view {
        uint256 i = 0;
        for (uint256 rest = keys; rest != 0; rest &= rest - 1) {
            // The lowest bit set; a key is below 64.
            uint8 key = uint8(Math.log2(rest & (~rest + 1)));
            _storeTotal({message: message, counters: counters, i: i++, key: key});
        }
    }

    function _storeTotal(bytes memory message, uint256 counters, uint256 i, uint8 key) private view {
        Sums memory sums = _sums[key];
        Total memory total = Total({
            key: key,
            deposited: _saturate(sums.deposited),
            paid: _saturate(sums.paid),
            custody: _saturate(_custodyOf(_listings[key]))
        });
        message.storeTotal({counters: counters, i: i, total: total});
    }

    function _header(address payee) private view returns (Header memory header) {
        HubClock memory clock = _hubClock;
        header = Header({
            sentAt: uint40(block.timestamp),
            echo: clock.sentAt,
            hold: clock.sentAt == 0 ? 0 : _holdSince(clock.seenAt),
            payee: payee
        });
    }

    /// @dev The fee depends on the lengths alone, so the message may hold anything.
    function _quoteSync(uint256 counters, uint256 totals, uint128 extraGas) private view returns (uint256 fee) {
        bytes memory message = Messages.newSync(_header(address(0)), counters, totals);
        fee = _quoteFee(hubEid, message, _syncOptions(counters, totals, extraGas));
    }

    function _syncOptions(uint256 counters, uint256 totals, uint128 extraGas) private view returns (bytes memory) {
        uint256 recordGas =
            counters == 0
                ? totals * Messages.HEARTBEAT_GAS_PER_TOTAL
                : counters * Messages.SYNC_GAS_PER_COUNTER + totals * Messages.SYNC_GAS_PER_TOTAL;
        return _options(hubEid, Messages.SYNC, recordGas, extraGas);
    }

    /// @dev The bitmap of keys whose totals go with the items: theirs, or all if there are none.
    function _keysOf(CounterId[] calldata items) private view returns (uint256 keys) {
        _requireCounters(items.length);
        uint256 listed = _listed;
        if (items.length == 0) return listed;
        for (uint256 i = 0; i < items.length; ++i) {
            uint8 key = items[i].key;
            // A key beyond the bitmap shifts everything out.
            require((listed >> key) & 1 == 1, VaultLedger_UnknownKey(key));
            keys |= 1 << key;
        }
    }

    function _saturate(uint256 value) private pure returns (uint96) {
        return value > type(uint96).max ? type(uint96).max : uint96(value);
    }

    function _count(uint256 keys) private pure returns (uint256 count) {
        // Bound: at most 64 bits are set.
        unchecked {
            for (uint256 rest = keys; rest != 0; rest &= rest - 1) ++count;
        }
    }
}
