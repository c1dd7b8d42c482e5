// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Origin} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OApp.sol";
import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGuarded} from "../interfaces/IGuarded.sol";
import {IHubVault} from "../interfaces/IHubVault.sol";
import {ILaneGateway} from "../interfaces/ILaneGateway.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {FlowBucket} from "../libraries/FlowBucket.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {PackedSlots} from "../libraries/PackedSlots.sol";
import {LaneMessenger} from "../messaging/LaneMessenger.sol";
import {Counter, Header, Messages, Total} from "../messaging/Messages.sol";
import {CounterId, Credit, Guard, KeyFlags, KeyInflow, KeySums, LaneClock} from "../types/Lane.sol";
import {CreditBook} from "./CreditBook.sol";
import {LaneBook} from "./LaneBook.sol";
import {LaneClocks} from "./LaneClocks.sol";
import {LaneDesk} from "./LaneDesk.sol";

/// @title LaneGateway
/// @notice The hub's end of every lane (system.md section 3).
contract LaneGateway is ILaneGateway, CreditBook, LaneMessenger, Proxy {
    using GuardBook for Guard;
    using LaneClocks for LaneClock;
    using Math for uint256;
    using Messages for bytes;
    using PackedSlots for Credit;
    using PackedSlots for KeyInflow;
    using PackedSlots for KeySums;
    using PackedSlots for LaneClock;

    /// @inheritdoc ILaneGateway
    uint32 public immutable hubEid;

    LaneDesk private immutable _desk;

    constructor(
        address endpoint_,
        address manager,
        LaneDesk desk_
    ) LaneBook(manager) LaneMessenger(endpoint_, manager) {
        hubEid = endpoint.eid();
        _desk = desk_;
    }

    /// @inheritdoc ILaneGateway
    function bindEngine(address engine_, address hubVault_) external restricted {
        require(address(_engine) == address(0), LaneGateway_AlreadyBound(address(_engine)));
        require(engine_ != address(0) && hubVault_ != address(0), LaneGateway_ZeroAddress());
        _engine = IMarginEngine(engine_);
        _hubVault = IHubVault(hubVault_);
        emit EngineBound(engine_, hubVault_);
    }

    /// @inheritdoc ILaneGateway
    function listKey(uint8 key, uint32 eid, address token, uint64 cap, uint16 bucketBps) external restricted {
        require(key < _MAX_KEYS && eid != 0 && _inflows[key].eid == 0, LaneGateway_CannotList(key, eid));
        require(token != address(0), LaneGateway_ZeroAddress());
        GuardBook.requireInRange(cap, bucketBps, true);
        _inflows[key].store(KeyInflow({cap: cap, net: 0, gross: 0, updatedAt: uint32(block.timestamp), eid: eid}));
        _sums[key].bucketBps = bucketBps;
        _tokens[key] = token;
        emit KeyListed(key, eid, token);
        emit IGuarded.LimitsSet(key, cap, bucketBps);
    }

    /// @inheritdoc ILaneGateway
    function grant(address account, uint8 key) external nonReentrant returns (uint64 units) {
        uint32 eid = _inflows[key].eid;
        if (account == address(0) || eid == 0 || _isLaneHeld(eid, _lanes[eid])) return 0;
        Credit memory credit = _credits[account][key];
        units = _bookGrant(key, credit);
        if (units == 0) return 0;
        _credits[account][key].store(credit);
        _creditEngine({account: account, key: key, units: units, credited: credit.credited});
    }

    /// @inheritdoc ILaneGateway
    function returnUncredited(
        address account,
        uint8 key,
        address recipient,
        uint128 extraGas,
        address refund
    ) external payable nonReentrant returns (bytes32 guid) {
        require(
            account != address(0) && _engine.isAuthorised(account, msg.sender),
            LaneGateway_NotAuthorised(account, msg.sender)
        );
        // A sub-account of the owner's other than the owner has no private key: what is sent there is lost.
        bool stranded = (uint160(account) ^ uint160(recipient)) < 256 && recipient != msg.sender;
        require(!stranded, LaneGateway_BadRecipient(recipient, key));
        uint32 eid = _requireRecipient(recipient, key);
        uint64 units = _bookReturn(account, key, eid);
        uint64 authorised = _raiseAuthorised(recipient, key, units);
        emit Returned({account: account, recipient: recipient, key: key, units: units});
        guid = _sendOne({eid: eid, counter: Counter(recipient, key, authorised), extraGas: extraGas, refund: refund});
    }

    /// @inheritdoc ILaneGateway
    function authorise(
        address account,
        address recipient,
        uint8 key,
        uint64 units,
        address refund
    ) external payable nonReentrant returns (bytes32 guid) {
        require(msg.sender == address(_engine), LaneGateway_NotEngine(msg.sender));
        uint32 eid = _requireRecipient(recipient, key);
        if (eid == hubEid) {
            require(msg.value == 0, LaneGateway_NoFeeNeeded(msg.value));
            _hubVault.release(recipient, key, units);
            return 0;
        }
        _requireNotShort(key);
        _lowerNet(key, units);
        uint64 authorised = _raiseAuthorised(recipient, key, units);
        emit Authorised({account: account, recipient: recipient, key: key, units: units, authorised: authorised});
        guid = _sendOne({eid: eid, counter: Counter(recipient, key, authorised), extraGas: 0, refund: refund});
    }

    /// @inheritdoc ILaneGateway
    function flush(
        uint32 eid,
        CounterId[] calldata items,
        uint128 extraGas,
        address refund
    ) external payable nonReentrant returns (bytes32 guid) {
        guid = _sendCounters({eid: eid, counters: _countersOf(eid, items), extraGas: extraGas, refund: refund});
    }

    /// @inheritdoc ILaneGateway
    function quoteFlush(uint32 eid, CounterId[] calldata items, uint128 extraGas) external view returns (uint256 fee) {
        fee = _quoteCounters(eid, _countersOf(eid, items), extraGas);
    }

    /// @inheritdoc ILaneGateway
    function quoteRelease(uint8 key, uint128 extraGas) external view returns (uint256 fee) {
        _requireListed(key);
        uint32 eid = _inflows[key].eid;
        if (eid != hubEid) fee = _quoteCounters(eid, new Counter[](1), extraGas);
    }

    /// @inheritdoc ILaneGateway
    function laneOfKey(uint8 key) external view returns (uint32 eid) {
        eid = _inflows[key].eid;
    }

    /// @inheritdoc ILaneGateway
    function isHeld(uint8 key) external view returns (bool held) {
        uint8 flags = _sums[key].flags;
        uint32 eid = _inflows[key].eid;
        held = flags & KeyFlags.SHORT != 0 || _isKeyHeld(key, flags) || _isLaneHeld(eid, _lanes[eid]);
    }

    /// @inheritdoc ILaneGateway
    function laneOf(uint32 eid) external view returns (LaneClock memory clock) {
        clock = _lanes[eid];
    }

    /// @inheritdoc ILaneGateway
    function engine() external view returns (address account) {
        account = address(_engine);
    }

    /// @inheritdoc ILaneGateway
    function hubVault() external view returns (address account) {
        account = address(_hubVault);
    }

    /// @notice Opens a lane, once. Owner.
    /// @param eid lane (eid)
    /// @param peer the vault, left-padded
    function setPeer(uint32 eid, bytes32 peer) public override {
        super.setPeer(eid, peer);
        // Before its first echo a lane is as old as its opening (system.md 3.1).
        _lanes[eid].newestEcho = uint40(block.timestamp);
    }

    function _lzReceive(
        Origin calldata origin,
        bytes32 guid,
        bytes calldata message,
        address,
        bytes calldata
    ) internal override {
        Header memory header;
        bool understood = message.isValid(Messages.SYNC);
        if (understood) header = message.headerOf(Messages.SYNC);
        if (!understood || _isTooFarAhead(header.sentAt)) {
            emit MessageParked(origin.srcEid, guid, keccak256(message));
            return;
        }
        LaneClock memory clock = _lanes[origin.srcEid];
        bool inOrder = header.sentAt > clock.newestSentAt;
        bool laneHeld = _isLaneHeld(origin.srcEid, clock);
        _lanes[origin.srcEid].store(clock.hear(header, block.timestamp));
        uint40[] memory grantedBefore = _grantDates(message);
        uint256 count = message.counterCount(Messages.SYNC);
        if (count == 0) emit HeartbeatHeard(origin.srcEid, header.payee, header.sentAt);
        for (uint256 i = 0; i < count; ++i) {
            Counter memory counter = message.counterAt(Messages.SYNC, i);
            if (_isOnLane(counter.key, origin.srcEid)) {
                _hear({
                    account: counter.holder,
                    key: uint8(counter.key),
                    value: counter.value,
                    sentAt: header.sentAt,
                    laneHeld: laneHeld
                });
            } else {
                emit CounterIgnored(origin.srcEid, guid, counter.key);
            }
        }
        for (uint256 i = 0; i < grantedBefore.length; ++i) {
            Total memory total = message.totalAt(i);
            if (_isOnLane(total.key, origin.srcEid)) {
                _judge({total: total, sentAt: header.sentAt, grantedBefore: grantedBefore[i], inOrder: inOrder});
            }
        }
    }

    /// @dev Where calls go that are not known here (OpenZeppelin's Proxy); the code cannot be changed.
    function _implementation() internal view override returns (address) {
        return address(_desk);
    }

    /// @dev Deposits not credited go home: credited and authorised rise together, so the balance does not move. In
    /// and out again is turnover, so only the gross bucket is used.
    function _bookReturn(address account, uint8 key, uint32 eid) private returns (uint64 units) {
        Credit memory credit = _credits[account][key];
        (KeyInflow memory inflow, KeySums memory sums) = _refilled(key);
        _requireNotShort(key);
        require(!_isKeyHeld(key, sums.flags) && !_isLaneHeld(eid, _lanes[eid]), LaneGateway_Held(key));
        uint64 uncredited = uint64(uint256(credit.seen).saturatingSub(credit.credited));
        uint256 room = FlowBucket.grossRoom(_levelOf(inflow), FlowBucket.capacityOf(inflow.cap, sums.bucketBps)).min(
            type(uint96).max - sums.credited
        );
        units = uint64(room.min(uncredited));
        require(
            units > 0,
            LaneGateway_NothingToReturn({account: account, key: key, uncredited: uncredited, room: room})
        );
        credit.credited += units;
        credit.grantedAt = credit.seenAt;
        inflow.gross += units;
        sums.credited += units;
        if (credit.seenAt > sums.lastGrantAt) sums.lastGrantAt = credit.seenAt;
        _credits[account][key].store(credit);
        _inflows[key].store(inflow);
        _sums[key].store(sums);
    }

    /// @dev A withdrawal makes room for credit; turnover still counts (gross stays).
    function _lowerNet(uint8 key, uint64 units) private {
        if (_inflows[key].net == 0) return;
        (KeyInflow memory inflow, KeySums memory sums) = _refilled(key);
        inflow.net = uint64(uint256(inflow.net).saturatingSub(units));
        _inflows[key].store(inflow);
        _sums[key].store(sums);
    }

    function _sendOne(
        uint32 eid,
        Counter memory counter,
        uint128 extraGas,
        address refund
    ) private returns (bytes32 guid) {
        Counter[] memory counters = new Counter[](1);
        counters[0] = counter;
        guid = _sendCounters({eid: eid, counters: counters, extraGas: extraGas, refund: refund});
    }

    function _sendCounters(
        uint32 eid,
        Counter[] memory counters,
        uint128 extraGas,
        address refund
    ) private returns (bytes32 guid) {
        LaneClock memory clock = _lanes[eid];
        Header memory header = Header({
            sentAt: uint40(block.timestamp),
            echo: clock.newestSentAt,
            hold: clock.newestSentAt == 0 ? 0 : _holdSince(clock.newestSeenAt),
            payee: address(0)
        });
        guid = _send({
            eid: eid,
            message: Messages.encodeRelease(header, counters),
            options: _releaseOptions(eid, counters.length, extraGas),
            fee: msg.value,
            refund: refund
        });
    }

    function _requireNotShort(uint8 key) private view {
        if (_sums[key].flags & KeyFlags.SHORT == 0) return;
        require(
            false,
            LaneGateway_Short({
                key: key,
                accounts: _shortfalls[key].accounts,
                deposits: _shortfalls[key].deposits,
                custody: _shortfalls[key].custody,
                releases: _shortfalls[key].releases
            })
        );
    }

    /// @dev The lane of the key, if the recipient is neither zero nor the key's vault or token.
    function _requireRecipient(address recipient, uint8 key) private view returns (uint32 eid) {
        eid = _inflows[key].eid;
        require(eid != 0, LaneBook_UnknownKey(key));
        address vault = eid == hubEid ? address(_hubVault) : address(uint160(uint256(peers[eid])));
        require(
            recipient != address(0) && recipient != vault && recipient != _tokens[key],
            LaneGateway_BadRecipient(recipient, key)
        );
    }

    function _quoteCounters(uint32 eid, Counter[] memory counters, uint128 extraGas) private view returns (uint256) {
        Header memory header;
        return
            _quoteFee(eid, Messages.encodeRelease(header, counters), _releaseOptions(eid, counters.length, extraGas));
    }

    function _releaseOptions(uint32 eid, uint256 counters, uint128 extraGas) private view returns (bytes memory) {
        return _options(eid, Messages.RELEASE, counters * Messages.RELEASE_GAS_PER_COUNTER + extraGas);
    }

    function _countersOf(uint32 eid, CounterId[] calldata items) private view returns (Counter[] memory counters) {
        _requireCounters(items.length);
        counters = new Counter[](items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            (address recipient, uint8 key) = (items[i].holder, items[i].key);
            uint32 lane = _inflows[key].eid;
            require(lane == eid, LaneGateway_WrongLane(key, eid, lane));
            counters[i] = Counter(recipient, key, _authorised[recipient][key]);
        }
    }

    /// @dev Dates of the newest grants before the message, one per total.
    function _grantDates(bytes calldata message) private view returns (uint40[] memory dates) {
        dates = new uint40[](message.totalCount(Messages.SYNC));
        for (uint256 i = 0; i < dates.length; ++i) {
            uint16 key = message.totalAt(i).key;
            if (key < _MAX_KEYS) dates[i] = _sums[uint8(key)].lastGrantAt;
        }
    }

    function _isOnLane(uint16 key, uint32 eid) private view returns (bool) {
        return key < _MAX_KEYS && _inflows[uint8(key)].eid == eid;
    }
}
