// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAuctionCurve} from "../interfaces/IAuctionCurve.sol";
import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {WAD} from "../libraries/WadMath.sol";

/// @title AuctionControls
/// @notice The bounded levers over auctions: the guardian's stop levels and the governor's choice of curve
/// (system.md section 6). Neither reaches `close`.
abstract contract AuctionControls is IAuctionHouse, AccessManaged {
    /// @dev A stop of one key. `takesFrom` is when takes are possible again after a stop of level 3, which is when the
    /// factor restarts: a stop must not end in a sale at the floor to whoever comes first.
    struct Stop {
        // when it ends or ended (unix seconds)
        uint40 until;
        // when takes are possible again, 0 if they never were stopped (unix seconds)
        uint40 takesFrom;
        // stop level (id)
        uint8 level;
        // renewals used (count)
        uint8 renewals;
    }

    /// @dev Stop levels (risk.md 4.10).
    uint8 internal constant _STOP_LIQUIDATE = 1;
    uint8 internal constant _STOP_RESET = 2;
    uint8 internal constant _STOP_TAKE = 3;
    uint8 internal constant _MAX_KEYS = 64;
    uint256 private constant _STOP_DURATION = 6 hours;
    uint256 private constant _STOP_COOL_OFF = 7 days;
    uint8 private constant _MAX_RENEWALS = 4;

    /// @dev Curve 0, in the code rather than in storage: the one nearly every take reads.
    IAuctionCurve private immutable _DEFAULT_CURVE;

    /// @dev Bit k: key k was stopped at some time, so its cold slot must be read. Shares a slot with `_curve`.
    uint64 internal _stopped;
    /// @dev Curve of auctions started from now on, and the number of curves added.
    uint8 internal _curve;
    mapping(uint8 key => Stop stop) private _stops;
    mapping(uint8 id => IAuctionCurve curve) private _curves;

    /// @notice Fixes what the contract works with.
    /// @param manager the chain's access manager
    /// @param curve the default curve
    constructor(address manager, IAuctionCurve curve) AccessManaged(manager) {
        _requireCurve(curve);
        _DEFAULT_CURVE = curve;
        emit CurveSelected(0, address(curve));
    }

    /// @inheritdoc IAuctionHouse
    function stop(uint8 key, uint8 level) external restricted {
        require(key < _MAX_KEYS && level <= _STOP_TAKE, AuctionHouse_UnknownStop(key, level));
        (bool renewable, uint256 renewableAt) = _stop(key, level);
        require(renewable, AuctionHouse_RenewalsUsedUp(key, renewableAt));
    }

    /// @inheritdoc IAuctionHouse
    function stopUnderlying(uint8 underlying, uint8 level) external restricted returns (uint64 keys) {
        require(level <= _STOP_TAKE, AuctionHouse_UnknownLevel(level, _STOP_TAKE));
        bool any = false;
        for (uint8 key = 0; key < _MAX_KEYS; ++key) {
            if (!_belongsTo(key, underlying)) continue;
            any = true;
            (bool renewable, uint256 renewableAt) = _stop(key, level);
            // A key that was stopped too often must not keep the others on sale.
            if (renewable) keys |= uint64(1) << key;
            else emit StopSkipped({key: key, level: level, renewableAt: renewableAt});
        }
        require(any, AuctionHouse_NothingToStop(underlying));
    }

    /// @inheritdoc IAuctionHouse
    function selectCurve(IAuctionCurve curve) external restricted returns (uint8 id) {
        _requireCurve(curve);
        id = _curve + 1;
        _curve = id;
        _curves[id] = curve;
        emit CurveSelected(id, address(curve));
    }

    /// @inheritdoc IAuctionHouse
    function stopOf(uint8 key) public view returns (uint8 level, uint256 until) {
        if (!_everStopped(key)) return (0, 0);
        Stop storage record = _stops[key];
        until = record.until;
        level = block.timestamp < until ? record.level : 0;
    }

    /// @inheritdoc IAuctionHouse
    function curveOf(uint8 id) public view returns (IAuctionCurve curve) {
        return id == 0 ? _DEFAULT_CURVE : _curves[id];
    }

    /// @dev Reverts while a key is stopped at `level` or above.
    function _requireNotStopped(uint8 key, uint8 level) internal view {
        (uint8 current, uint256 until) = stopOf(key);
        require(current < level, AuctionHouse_Stopped(key, current, until));
    }

    /// @dev When takes of a key became possible again after its last stop of them, 0 if they never were stopped.
    function _takesFrom(uint8 key) internal view returns (uint256 takesFrom) {
        return _everStopped(key) ? _stops[key].takesFrom : 0;
    }

    /// @dev Whether a key counts for accounts and its asset wraps the underlying or is it.
    function _belongsTo(uint8 key, uint8 underlying) internal view virtual returns (bool belongs);

    /// @dev Renewals count on until the last stop has been over for the cool-off, so stops cannot be chained for ever.
    function _stop(uint8 key, uint8 level) private returns (bool renewable, uint256 renewableAt) {
        Stop memory record = _stops[key];
        uint40 nowAt = uint40(block.timestamp);
        if (level == 0) {
            record.until = uint40(Math.min(record.until, nowAt));
        } else {
            renewableAt = uint256(record.until) + _STOP_COOL_OFF;
            if (record.until == 0 || block.timestamp >= renewableAt) record.renewals = 0;
            else if (record.renewals < _MAX_RENEWALS) ++record.renewals;
            else return (false, renewableAt);
            record.until = nowAt + uint40(_STOP_DURATION);
        }
        record.takesFrom = level == _STOP_TAKE ? record.until : uint40(Math.min(record.takesFrom, nowAt));
        record.level = level;
        _stops[key] = record;
        _stopped |= uint64(1) << key;
        emit Stopped({key: key, level: level, until: record.until, renewals: record.renewals});
        return (true, 0);
    }

    function _everStopped(uint8 key) private view returns (bool ever) {
        return (uint256(_stopped) >> key) & 1 == 1;
    }

    /// @dev A wrong address would make every auction started with it unsellable.
    function _requireCurve(IAuctionCurve curve) private view {
        uint256 factor = curve.factorAt({start: WAD, floor: 0, round: 0, elapsed: 0});
        require(factor == WAD, AuctionHouse_BadCurve(address(curve), factor));
    }
}
