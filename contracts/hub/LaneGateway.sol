// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Origin} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OApp.sol";
import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGuarded} from "../interfaces/IGuarded.sol";
import {IHubVault} from "../interfaces/IHubVault.sol";
import {ILaneGateway} from "../interfaces/ILaneGateway.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IRecognition} from "../interfaces/IRecognition.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {LaneMessenger} from "../messaging/LaneMessenger.sol";
import {Header, Messages, Total} from "../messaging/Messages.sol";
import {ClockWord, ClockWords} from "../types/ClockWord.sol";
import {CounterId, KeyFlags} from "../types/Lane.sol";
import {InflowWord, LaneWords, SumsWord} from "../types/LaneWords.sol";
import {CreditBook} from "./CreditBook.sol";
import {LaneBook} from "./LaneBook.sol";
import {LaneClocks} from "./LaneClocks.sol";
import {LaneDesk} from "./LaneDesk.sol";

/// @title LaneGateway
/// @notice The hub's end of every lane (system.md section 3).
contract LaneGateway is ILaneGateway, CreditBook, LaneMessenger, Proxy {
    using LaneClocks for ClockWord;
    using Math for uint256;
    using Messages for bytes;

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
        address risk = IMarginEngine(engine_).riskEngine();
        // One that asked another gateway would refuse every `suspend` of this one, and so every message of a shortfall.
        address asked = address(IRiskEngine(risk).gateway());
        require(asked == address(this), LaneGateway_WrongGateway(asked, address(this)));
        _engine = IMarginEngine(engine_);
        _hubVault = IHubVault(hubVault_);
        _recognition = IRecognition(risk);
        emit EngineBound(engine_, hubVault_);
    }

    /// @inheritdoc ILaneGateway
    function listKey(uint8 key, uint32 eid, address token, uint64 cap, uint16 bucketBps) external restricted {
        require(key < _MAX_KEYS && eid != 0 && _inflows[key].eid() == 0, LaneGateway_CannotList(key, eid));
        require(token != address(0), LaneGateway_ZeroAddress());
        GuardBook.requireInRange(cap, bucketBps, true);
        _inflows[key] = LaneWords.packInflow({cap: cap, net: 0, gross: 0, updatedAt: block.timestamp, eid: eid});
        _sums[key] = LaneWords.packSums({credited: 0, authorised: 0, bucketBps: bucketBps, flags: 0});
        _tokens[key] = token;
        _laneKeys[eid] |= uint256(1) << key;
        emit KeyListed(key, eid, token);
        emit IGuarded.LimitsSet(key, cap, bucketBps);
    }

    /// @inheritdoc ILaneGateway
    function grant(address account, uint8 key) external nonReentrant returns (uint64 units) {
        uint32 eid = _inflows[key].eid();
        if (account == address(0) || eid == 0 || _isClosed(eid, _lanes[eid])) return 0;
        units = _grant(account, key);
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
        uint32 eid = _requireRecipient(recipient, key);
        // Of an owner's 256 addresses one has a private key, and with an operator only the engine knows which
        // (decision 016).
        _engine.requireRecipient(account, msg.sender, recipient);
        uint64 units = _bookReturn(account, key, eid);
        uint64 authorised = _raiseAuthorised(recipient, key, units);
        emit Returned({account: account, recipient: recipient, key: key, units: units});
        guid = _sendOne({
            eid: eid,
            recipient: recipient,
            key: key,
            authorised: authorised,
            extraGas: extraGas,
            refund: refund
        });
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
        guid = _sendOne({
            eid: eid,
            recipient: recipient,
            key: key,
            authorised: authorised,
            extraGas: 0,
            refund: refund
        });
    }

    /// @inheritdoc ILaneGateway
    function flush(
        uint32 eid,
        CounterId[] calldata items,
        uint128 extraGas,
        address refund
    ) external payable nonReentrant returns (bytes32 guid) {
        _requireOnLane(eid, items);
        bytes memory message = Messages.newRelease(_header(eid), items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            (address recipient, uint8 key) = (items[i].holder, items[i].key);
            message.storeCounter({
                kind: Messages.RELEASE,
                i: i,
                holder: recipient,
                key: key,
                value: _authorised[recipient][key]
            });
        }
        guid = _send({
            eid: eid,
            message: message,
            options: _releaseOptions(eid, items.length, extraGas),
            fee: msg.value,
            refund: refund
        });
    }

    /// @inheritdoc ILaneGateway
    function quoteFlush(uint32 eid, CounterId[] calldata items, uint128 extraGas) external view returns (uint256 fee) {
        _requireOnLane(eid, items);
        fee = _quoteCounters(eid, items.length, extraGas);
    }

    /// @inheritdoc ILaneGateway
    function quoteRelease(uint8 key, uint128 extraGas) external view returns (uint256 fee) {
        _requireListed(key);
        uint32 eid = _inflows[key].eid();
        if (eid != hubEid) fee = _quoteCounters(eid, 1, extraGas);
    }

    /// @inheritdoc ILaneGateway
    function laneOfKey(uint8 key) external view returns (uint32 eid) {
        eid = _inflows[key].eid();
    }

    /// @inheritdoc ILaneGateway
    function isHeld(uint8 key) external view returns (bool held) {
        uint256 flags = _sums[key].flags();
        uint32 eid = _inflows[key].eid();
        held = flags & KeyFlags.SHORT != 0 || _isKeyHeld(key, flags) || _isLaneHeld(eid, _lanes[eid]);
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
        _lanes[eid] = _lanes[eid].withNewestEcho(block.timestamp);
    }

    function _lzReceive(
        Origin calldata origin,
        bytes32 guid,
        bytes calldata message,
        address,
        bytes calldata
    ) internal override {
        (bool valid, uint256 counters, uint256 totals) = message.check(Messages.SYNC);
        Header memory header;
        if (valid) header = message.headerOf(Messages.SYNC);
        if (!valid || _isTooFarAhead(header.sentAt)) return _park(origin.srcEid, guid, message);
        ClockWord clock = _lanes[origin.srcEid];
        (ClockWord heard, bool onTime) = clock.hear(header, block.timestamp);
        _lanes[origin.srcEid] = heard;
        // An insecure lane may say what its vault never said, and what is written down would be believed after the
        // repair (decision 071). Its vault says everything again; only how late the lane is must not wait for that.
        if (clock.has(ClockWords.INSECURE)) return _park(origin.srcEid, guid, message);
        if (counters == 0) emit HeartbeatHeard(origin.srcEid, header.payee, header.sentAt);
        uint256 held = _hearCounters({
            origin: origin,
            guid: guid,
            message: message,
            counters: counters,
            sentAt: header.sentAt,
            closed: _isClosed(origin.srcEid, heard)
        });
        // Newer than every message of the lane, hence than every grant of its keys.
        bool inOrder = header.sentAt > clock.newestSentAt();
        held |= _judgeTotals({
            eid: origin.srcEid,
            message: message,
            counters: counters,
            totals: totals,
            inOrder: inOrder
        });
        if (held != 0) _suspend(held);
        if (counters == 0 && onTime && inOrder) _reward(origin.srcEid, heard, header.payee);
    }

    /// @dev Where calls go that are not known here (OpenZeppelin's Proxy); the code cannot be changed.
    function _implementation() internal view override returns (address) {
        return address(_desk);
    }

    function _park(uint32 eid, bytes32 guid, bytes calldata message) private {
        emit MessageParked(eid, guid, keccak256(message));
    }

    function _hearCounters(
        Origin calldata origin,
        bytes32 guid,
        bytes calldata message,
        uint256 counters,
        uint256 sentAt,
        bool closed
    ) private returns (uint256 held) {
        for (uint256 i = 0; i < counters; ++i) {
            (address account, uint256 key, uint256 value) = message.counterAt(Messages.SYNC, i);
            if (_isOnLane(key, origin.srcEid)) {
                held |= _hear({account: account, key: uint8(key), value: value, sentAt: sentAt, closed: closed});
            } else {
                emit CounterIgnored(origin.srcEid, guid, uint16(key));
            }
        }
    }

    function _judgeTotals(
        uint32 eid,
        bytes calldata message,
        uint256 counters,
        uint256 totals,
        bool inOrder
    ) private returns (uint256 held) {
        for (uint256 i = 0; i < totals; ++i) {
            Total memory total = message.totalAt(counters, i);
            if (_isOnLane(total.key, eid)) {
                held |= _judge(total, inOrder);
            }
        }
    }

    /// @dev Whoever relayed the heartbeat is paid at most once an interval, so a forger of this lane farms no more than
    /// a keeper earns. The engine reverts only while locked; the packet then stays retryable.
    function _reward(uint32 eid, ClockWord clock, address payee) private {
        if (payee == address(0) || block.timestamp < _rewardedAt[eid] + LaneClocks.HEARTBEAT) return;
        if (clock.has(ClockWords.QUARANTINED) || _isLaneHeld(eid, clock)) return;
        _rewardedAt[eid] = block.timestamp;
        _engine.payHeartbeat(payee);
    }

    /// @dev A withdrawal makes room for credit; turnover still counts (gross stays).
    function _lowerNet(uint8 key, uint64 units) private {
        if (_inflows[key].net() == 0) return;
        (InflowWord inflow, SumsWord sums) = _settled(key);
        _inflows[key] = LaneWords.packInflow({
            cap: inflow.cap(),
            net: inflow.net().saturatingSub(units),
            gross: inflow.gross(),
            updatedAt: inflow.updatedAt(),
            eid: inflow.eid()
        });
        _sums[key] = sums;
    }

    function _sendOne(
        uint32 eid,
        address recipient,
        uint8 key,
        uint64 authorised,
        uint128 extraGas,
        address refund
    ) private returns (bytes32 guid) {
        bytes memory message = Messages.newRelease(_header(eid), 1);
        message.storeCounter({kind: Messages.RELEASE, i: 0, holder: recipient, key: key, value: authorised});
        guid = _send({
            eid: eid,
            message: message,
            options: _releaseOptions(eid, 1, extraGas),
            fee: msg.value,
            refund: refund
        });
    }

    function _header(uint32 eid) private view returns (Header memory header) {
        ClockWord clock = _lanes[eid];
        uint256 newest = clock.newestSentAt();
        header = Header({
            sentAt: uint40(block.timestamp),
            echo: uint40(newest),
            hold: newest == 0 ? 0 : _holdSince(clock.newestSeenAt()),
            payee: address(0)
        });
    }

    /// @dev The lane of the key, if the recipient is neither zero nor the key's vault or token.
    function _requireRecipient(address recipient, uint8 key) private view returns (uint32 eid) {
        eid = _inflows[key].eid();
        require(eid != 0, LaneBook_UnknownKey(key));
        address vault = eid == hubEid ? address(_hubVault) : address(uint160(uint256(peers[eid])));
        require(
            recipient != address(0) && recipient != vault && recipient != _tokens[key],
            LaneGateway_BadRecipient(recipient, key)
        );
    }

    /// @dev The fee depends on the length alone, so the message may hold anything.
    function _quoteCounters(uint32 eid, uint256 counters, uint128 extraGas) private view returns (uint256 fee) {
        bytes memory message = Messages.newRelease(_header(eid), counters);
        fee = _quoteFee(eid, message, _releaseOptions(eid, counters, extraGas));
    }

    function _releaseOptions(uint32 eid, uint256 counters, uint128 extraGas) private view returns (bytes memory) {
        return _options(eid, Messages.RELEASE, counters * Messages.RELEASE_GAS_PER_COUNTER, extraGas);
    }

    function _requireOnLane(uint32 eid, CounterId[] calldata items) private view {
        _requireCounters(items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            uint8 key = items[i].key;
            uint32 lane = _inflows[key].eid();
            require(lane == eid, LaneGateway_WrongLane(key, eid, lane));
        }
    }

    /// @dev Whether nothing of the lane is granted.
    function _isClosed(uint32 eid, ClockWord clock) private view returns (bool closed) {
        closed = clock.stageOf(block.timestamp) == LaneClocks.QUARANTINE || _isLaneHeld(eid, clock);
    }

    function _isOnLane(uint256 key, uint32 eid) private view returns (bool) {
        return key < _MAX_KEYS && _inflows[uint8(key)].eid() == eid;
    }
}
