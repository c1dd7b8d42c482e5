// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credit, KeyInflow, KeySums} from "./Lane.sol";

/// @notice The gateway's hot records, one storage slot each. A message touches them for every counter it carries, and
/// the compiler's own packed structs would cost more in masks and memory than in storage; so they are words with
/// accessors. The structs of `Lane.sol` are their readable form and state what each field means and bounds.
type CreditWord is uint256;
type InflowWord is uint256;
type SumsWord is uint256;

using LaneWords for CreditWord global;
using LaneWords for InflowWord global;
using LaneWords for SumsWord global;

/// @title LaneWords
/// @notice Packs and reads them, lowest field first, each at the width of its struct's.
library LaneWords {
    uint256 private constant _MASK_8 = type(uint8).max;
    uint256 private constant _MASK_16 = type(uint16).max;
    uint256 private constant _MASK_32 = type(uint32).max;
    uint256 private constant _MASK_40 = type(uint40).max;
    uint256 private constant _MASK_64 = type(uint64).max;
    uint256 private constant _MASK_96 = type(uint96).max;

    /// @notice seen 64 | seenAt 40 | credited 64 | grantedAt 40 | short 1.
    /// @param seen below 2^64 (units)
    /// @param seenAt below 2^40 (unix seconds)
    /// @param credited below 2^64 (units)
    /// @param grantedAt below 2^40 (unix seconds)
    /// @param short whether it is counted in the key's account shortfalls
    /// @return word the record
    function packCredit(
        uint256 seen,
        uint256 seenAt,
        uint256 credited,
        uint256 grantedAt,
        bool short
    ) internal pure returns (CreditWord word) {
        uint256 flag = short ? 1 : 0;
        word = CreditWord.wrap(seen | (seenAt << 64) | (credited << 104) | (grantedAt << 168) | (flag << 208));
    }

    /// @notice cap 64 | net 64 | gross 64 | updatedAt 32 | eid 32.
    /// @param cap below 2^63 (units)
    /// @param net below 2^64 (units)
    /// @param gross below 2^64 (units)
    /// @param updatedAt cut to 32 bits (unix seconds)
    /// @param eid below 2^32 (eid)
    /// @return word the record
    function packInflow(
        uint256 cap,
        uint256 net,
        uint256 gross,
        uint256 updatedAt,
        uint256 eid
    ) internal pure returns (InflowWord word) {
        word = InflowWord.wrap(cap | (net << 64) | (gross << 128) | ((updatedAt & _MASK_32) << 192) | (eid << 224));
    }

    /// @notice credited 96 | authorised 96 | none 40 | bucketBps 16 | flags 8.
    /// @param credited below 2^96 (units)
    /// @param authorised below 2^96 (units)
    /// @param bucketBps below 2^16 (bps)
    /// @param flags below 2^8 (raw)
    /// @return word the record
    function packSums(
        uint256 credited,
        uint256 authorised,
        uint256 bucketBps,
        uint256 flags
    ) internal pure returns (SumsWord word) {
        word = SumsWord.wrap(credited | (authorised << 96) | (bucketBps << 232) | (flags << 248));
    }

    /// @notice Readable form of a credit.
    /// @param word the record
    /// @return credit the same
    function unpack(CreditWord word) internal pure returns (Credit memory credit) {
        credit.seen = uint64(seen(word));
        credit.seenAt = uint40(seenAt(word));
        credit.credited = uint64(credited(word));
        credit.grantedAt = uint40(grantedAt(word));
        credit.short = isShort(word);
    }

    /// @notice Readable form of an inflow.
    /// @param word the record
    /// @return inflow the same
    function unpack(InflowWord word) internal pure returns (KeyInflow memory inflow) {
        inflow.cap = uint64(cap(word));
        inflow.net = uint64(net(word));
        inflow.gross = uint64(gross(word));
        inflow.updatedAt = uint32(updatedAt(word));
        inflow.eid = eid(word);
    }

    /// @notice Readable form of a key's sums.
    /// @param word the record
    /// @return sums the same
    function unpack(SumsWord word) internal pure returns (KeySums memory sums) {
        sums.credited = uint96(credited(word));
        sums.authorised = uint96(authorised(word));
        sums.bucketBps = uint16(bucketBps(word));
        sums.flags = uint8(flags(word));
    }

    /// @notice The vault's `deposited` in the newest message.
    /// @param word the record
    /// @return units the counter (units)
    function seen(CreditWord word) internal pure returns (uint256 units) {
        units = CreditWord.unwrap(word) & _MASK_64;
    }

    /// @notice Date of that message.
    /// @param word the record
    /// @return date the date (unix seconds)
    function seenAt(CreditWord word) internal pure returns (uint256 date) {
        date = (CreditWord.unwrap(word) >> 64) & _MASK_40;
    }

    /// @notice Cumulative credit.
    /// @param word the record
    /// @return units the counter (units)
    function credited(CreditWord word) internal pure returns (uint256 units) {
        units = (CreditWord.unwrap(word) >> 104) & _MASK_64;
    }

    /// @notice Date of the message whose value was credited last.
    /// @param word the record
    /// @return date the date (unix seconds)
    function grantedAt(CreditWord word) internal pure returns (uint256 date) {
        date = (CreditWord.unwrap(word) >> 168) & _MASK_40;
    }

    /// @notice Whether it is counted in the key's account shortfalls.
    /// @param word the record
    /// @return short true if so
    function isShort(CreditWord word) internal pure returns (bool short) {
        short = CreditWord.unwrap(word) >> 208 != 0;
    }

    /// @notice Cap of a key.
    /// @param word the record
    /// @return units the cap (units)
    function cap(InflowWord word) internal pure returns (uint256 units) {
        units = InflowWord.unwrap(word) & _MASK_64;
    }

    /// @notice Level of the net inflow.
    /// @param word the record
    /// @return units the level (units)
    function net(InflowWord word) internal pure returns (uint256 units) {
        units = (InflowWord.unwrap(word) >> 64) & _MASK_64;
    }

    /// @notice Level of the gross inflow.
    /// @param word the record
    /// @return units the level (units)
    function gross(InflowWord word) internal pure returns (uint256 units) {
        units = (InflowWord.unwrap(word) >> 128) & _MASK_64;
    }

    /// @notice Instant the levels hold for.
    /// @param word the record
    /// @return date the instant (unix seconds)
    function updatedAt(InflowWord word) internal pure returns (uint256 date) {
        date = (InflowWord.unwrap(word) >> 192) & _MASK_32;
    }

    /// @notice Lane of a key.
    /// @param word the record
    /// @return lane its endpoint id, 0 if the key is not listed (eid)
    function eid(InflowWord word) internal pure returns (uint32 lane) {
        lane = uint32(InflowWord.unwrap(word) >> 224);
    }

    /// @notice Sum of credits of a key.
    /// @param word the record
    /// @return units the sum (units)
    function credited(SumsWord word) internal pure returns (uint256 units) {
        units = SumsWord.unwrap(word) & _MASK_96;
    }

    /// @notice Sum of authorised releases of a key.
    /// @param word the record
    /// @return units the sum (units)
    function authorised(SumsWord word) internal pure returns (uint256 units) {
        units = (SumsWord.unwrap(word) >> 96) & _MASK_96;
    }

    /// @notice b as a share of the cap.
    /// @param word the record
    /// @return share the share (bps)
    function bucketBps(SumsWord word) internal pure returns (uint256 share) {
        share = (SumsWord.unwrap(word) >> 232) & _MASK_16;
    }

    /// @notice Bits of `KeyFlags`.
    /// @param word the record
    /// @return bits the bits (raw)
    function flags(SumsWord word) internal pure returns (uint256 bits) {
        bits = (SumsWord.unwrap(word) >> 248) & _MASK_8;
    }

    /// @notice The same sums with other flags.
    /// @param word the record
    /// @param bits the bits, below 2^8 (raw)
    /// @return changed the record with them
    function withFlags(SumsWord word, uint256 bits) internal pure returns (SumsWord changed) {
        changed = SumsWord.wrap((SumsWord.unwrap(word) & ~(_MASK_8 << 248)) | (bits << 248));
    }

    /// @notice The same inflow with higher levels.
    /// @param word the record
    /// @param netBy rise of the net level, which stays below 2^64 (units)
    /// @param grossBy rise of the gross level, which stays below 2^64 (units)
    /// @return raised the record with them
    function raise(InflowWord word, uint256 netBy, uint256 grossBy) internal pure returns (InflowWord raised) {
        // Bound: the bucket's room leaves both levels below 2^64, so no field runs into the next.
        unchecked {
            raised = InflowWord.wrap(InflowWord.unwrap(word) + (netBy << 64) + (grossBy << 128));
        }
    }

    /// @notice The same sums after a grant.
    /// @param word the record
    /// @param units amount, within the room of the sum (units)
    /// @return raised the record with it
    function raiseCredited(SumsWord word, uint256 units) internal pure returns (SumsWord raised) {
        // Bound: the room leaves the sum below 2^96, so it does not run into the next field.
        unchecked {
            raised = SumsWord.wrap(SumsWord.unwrap(word) + units);
        }
    }
}
