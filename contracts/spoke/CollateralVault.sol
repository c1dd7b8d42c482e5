// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Origin} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OApp.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {VaultLedger} from "../libraries/VaultLedger.sol";
import {LaneMessenger} from "../messaging/LaneMessenger.sol";
import {Header, Messages, Total} from "../messaging/Messages.sol";
import {CounterId, Listing, Payable, PermitSignature, Sums} from "../types/Lane.sol";

/// @title CollateralVault
/// @notice Custody of one source chain (system.md section 3).
contract CollateralVault is ICollateralVault, VaultLedger, LaneMessenger {
    using Math for uint256;
    using Messages for bytes;

    /// @notice Newest message of the hub.
    /// @param sentAt its date, hub's clock (unix seconds)
    /// @param seenAt when it arrived, this chain's clock (unix seconds)
    struct HubClock {
        uint40 sentAt;
        uint40 seenAt;
    }

    /// @inheritdoc ICollateralVault
    uint32 public immutable hubEid;

    /// @inheritdoc ICollateralVault
    HubClock public hubClock;

    constructor(
        address endpoint_,
        address manager,
        address wrappedNative_,
        uint32 hubEid_
    ) VaultLedger(manager, wrappedNative_) LaneMessenger(endpoint_, manager) {
        hubEid = hubEid_;
    }

    /// @inheritdoc ICollateralVault
    function listKey(
        uint8 key,
        address token,
        uint8 sharedDecimals,
        uint64 minimum,
        uint64 cap,
        uint16 bucketBps
    ) external restricted {
        GuardBook.requireInRange(cap, bucketBps, true);
        _listKey(key, Listing(token, 0, sharedDecimals, minimum), cap, bucketBps);
    }

    /// @inheritdoc ICollateralVault
    function writeOffReleased(address recipient, uint8 key, uint64 units) external restricted nonReentrant {
        Payable memory owed = _requireUnpaid(recipient, key, units);
        _payables[recipient][key].released = owed.released - units;
        emit ReleaseWrittenOff({key: key, recipient: recipient, units: units, released: owed.released - units});
    }

    /// @inheritdoc ICollateralVault
    function redeposit(address recipient, uint8 key, uint64 units) external restricted nonReentrant {
        uint64 paid = _requireUnpaid(recipient, key, units).paid + units;
        uint64 counter = _deposited[recipient][key];
        uint64 room = type(uint64).max - counter;
        require(units <= room, VaultLedger_CounterFull({account: recipient, key: key, units: units, room: room}));
        _payables[recipient][key].paid = paid;
        _deposited[recipient][key] = counter + units;
        Sums memory sums = _sums[key];
        _sums[key] = Sums(sums.deposited + units, sums.paid + units);
        emit Redeposited({key: key, recipient: recipient, units: units, paid: paid, deposited: counter + units});
    }

    /// @inheritdoc ICollateralVault
    function bookLoss(uint8 key) external nonReentrant returns (uint64 units) {
        Listing memory listing = _listing(key);
        Sums memory sums = _sums[key];
        // Strict, unlike the totals: a token that does not answer has lost nothing. Rounds custody down, as they do.
        uint256 held = IERC20(listing.token).balanceOf(address(this)) / _unitOf(listing);
        uint256 missing = uint256(sums.deposited).saturatingSub(sums.paid).saturatingSub(held);
        Payable memory owed = _payables[address(0)][key];
        uint64 charged = owed.released - owed.paid;
        // At most a difference of two 64-bit counters.
        units = uint64(missing.min(charged));
        require(units > 0, CollateralVault_NoLoss(key, missing, charged));
        _payables[address(0)][key].paid = owed.paid + units;
        _sums[key].paid = sums.paid + units;
        emit LossBooked({key: key, units: units, paid: owed.paid + units});
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
        if (!valid || _isTooFarAhead(header.sentAt)) {
            emit MessageParked(origin.srcEid, guid, keccak256(message));
            return;
        }
        if (header.sentAt > hubClock.sentAt) hubClock = HubClock(header.sentAt, uint40(block.timestamp));
        for (uint256 i = 0; i < counters; ++i) {
            (address recipient, uint256 key, uint256 released) = message.counterAt(Messages.RELEASE, i);
            if (key < _MAX_KEYS && _listings[uint8(key)].token != address(0)) {
                _release(recipient, uint8(key), uint64(released));
            } else {
                emit CounterIgnored(origin.srcEid, guid, uint16(key));
            }
        }
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
        HubClock memory clock = hubClock;
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
        uint256 moreGas = counters * Messages.SYNC_GAS_PER_COUNTER + totals * Messages.SYNC_GAS_PER_TOTAL + extraGas;
        return _options(hubEid, Messages.SYNC, moreGas);
    }

    function _requireUnpaid(address recipient, uint8 key, uint64 units) private view returns (Payable memory owed) {
        owed = _payables[recipient][key];
        uint64 unpaid = owed.released - owed.paid;
        require(
            units <= unpaid,
            CollateralVault_BelowPaid({recipient: recipient, key: key, units: units, unpaid: unpaid})
        );
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
