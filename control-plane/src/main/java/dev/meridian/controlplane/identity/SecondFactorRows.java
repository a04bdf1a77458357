package dev.meridian.controlplane.identity;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of second factors. Call as one of the system jobs that see accounts. */
@Component
class SecondFactorRows {
  /**
   * A second factor, or the offer of one.
   *
   * @param secret sealed
   * @param confirmedAt from when on it counts; null for an offer
   * @param lastStep time step of the last code that was taken
   * @param wrongCodes since the last right one
   */
  record Row(
      String secret,
      Instant offeredAt,
      @Nullable Instant confirmedAt,
      long lastStep,
      int wrongCodes) {}

  private final JdbcClient jdbc;

  SecondFactorRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Row> find(UUID account) {
    return read(account, "");
  }

  /** Of requests that look at one at the same time, on whatever replica, each waits its turn. */
  Optional<Row> lock(UUID account) {
    return read(account, " for update");
  }

  private Optional<Row> read(UUID account, String lock) {
    return jdbc.sql(
            """
            select secret, offered_at, confirmed_at, last_step, wrong_codes
            from second_factor where account_id = ?
            """
                + lock)
        .param(account)
        .query(
            (row, n) -> {
              OffsetDateTime confirmed = row.getObject(3, OffsetDateTime.class);
              return new Row(
                  row.getString(1),
                  row.getObject(2, OffsetDateTime.class).toInstant(),
                  confirmed == null ? null : confirmed.toInstant(),
                  row.getLong(4),
                  row.getInt(5));
            })
        .optional();
  }

  /** Offers one in place of an earlier offer; false when there is one that counts. */
  boolean offer(UUID account, String secret, Instant now) {
    return jdbc.sql(
                """
                insert into second_factor (account_id, secret, offered_at) values (?, ?, ?)
                on conflict (account_id) do update
                  set secret = excluded.secret, offered_at = excluded.offered_at
                  where second_factor.confirmed_at is null
                """)
            .params(account, secret, now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** From now on it counts. */
  void confirm(UUID account, List<String> recoveryCodes, Instant now) {
    jdbc.sql("update second_factor set confirmed_at = ? where account_id = ?")
        .params(now.atOffset(ZoneOffset.UTC), account)
        .update();
    for (String code : recoveryCodes) {
      jdbc.sql("insert into recovery_code (hash, account_id) values (?, ?)")
          .params(RecoveryCodes.digest(code), account)
          .update();
    }
    touch(account);
  }

  /** A code of the time step was taken. */
  void right(UUID account, long step) {
    jdbc.sql("update second_factor set last_step = ?, wrong_codes = 0 where account_id = ?")
        .params(step, account)
        .update();
  }

  void wrong(UUID account) {
    jdbc.sql("update second_factor set wrong_codes = wrong_codes + 1 where account_id = ?")
        .param(account)
        .update();
  }

  /** Takes a recovery code, which is good no more; false when it is wrong or was used. */
  boolean spend(UUID account, String code, Instant now) {
    return jdbc.sql(
                """
                update recovery_code set used_at = ?
                where hash = ? and account_id = ? and used_at is null
                """)
            .params(now.atOffset(ZoneOffset.UTC), RecoveryCodes.digest(code), account)
            .update()
        == 1;
  }

  /** How many recovery codes were not used. */
  int recoveryCodesLeft(UUID account) {
    return jdbc.sql("select count(*) from recovery_code where account_id = ? and used_at is null")
        .param(account)
        .query(Integer.class)
        .single();
  }

  /** Takes it away with its recovery codes; false when there was none that counts. */
  boolean remove(UUID account) {
    boolean removed =
        jdbc.sql("delete from second_factor where account_id = ? and confirmed_at is not null")
                .param(account)
                .update()
            == 1;
    if (removed) {
      touch(account);
    }
    return removed;
  }

  /** It is a change of the account. */
  private void touch(UUID account) {
    jdbc.sql("update account set version = version + 1 where id = ?").param(account).update();
  }
}
