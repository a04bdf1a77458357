package dev.meridian.tenancy;

import dev.meridian.tenancy.ClaimRows.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * First claims of many holders at once. Those that arrive together are made in one transaction of
 * their own, so that the counter of a busy tenant is locked for one commit and not for the whole of
 * each change. Until the change has committed its claim is provisional: it counts, and it is given
 * back when the change fails, or after {@value #SECONDS} seconds when its process died.
 */
public final class GroupedClaims {
  private static final int SECONDS = 30;
  private static final int AT_MOST = 256;

  private final Scopes scopes;
  private final Quotas quotas;
  private final ClaimRows rows;
  private final ClaimWriter writer;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  // Whoever has it makes the claims of all who wait; fair, so that nobody leads for ever.
  private final ReentrantLock leading = new ReentrantLock(true);

  public GroupedClaims(JdbcClient jdbc, Scopes scopes, Quotas quotas) {
    this.scopes = scopes;
    this.quotas = quotas;
    this.rows = new ClaimRows(jdbc);
    this.writer = new ClaimWriter(new QuotaRows(jdbc), rows);
  }

  private static final class Waiting {
    private final Holder holder;
    private final Claim claim;
    private boolean answered;
    private @Nullable RuntimeException failure;

    Waiting(Holder holder, Claim claim) {
      this.holder = holder;
      this.claim = claim;
    }
  }

  /**
   * Claims for a holder that claims nothing yet. Call inside of {@code Scopes.inTenant(tenant)}:
   * the claim stands when that transaction commits. It holds a second connection for a moment.
   *
   * @throws TenancyException.QuotaExceeded when it does not fit
   */
  public void hold(UUID tenant, UUID holder, Claim claim) {
    reserve(tenant, holder, claim);
    Holder who = new Holder(tenant, holder);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            if (status != STATUS_COMMITTED) {
              giveBack(who);
            }
          }
        });
    if (!rows.confirm(who)) {
      throw new PessimisticLockingFailureException(
          "The claim of " + holder + " was given back before its change was done");
    }
  }

  /** The claim alone, provisional: nobody confirms it. */
  void reserve(UUID tenant, UUID holder, Claim claim) {
    Waiting mine = new Waiting(new Holder(tenant, holder), claim);
    waiting.add(mine);
    leading.lock();
    try {
      while (!mine.answered) {
        lead();
      }
    } finally {
      leading.unlock();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
  }

  private void lead() {
    List<Waiting> group = new ArrayList<>();
    Waiting next;
    while (group.size() < AT_MOST && (next = waiting.poll()) != null) {
      group.add(next);
    }
    try {
      scopes.asSystemApart(
          SystemJob.QUOTA,
          () -> {
            List<Optional<Climb.Refusal>> refusals =
                writer.make(
                    group.stream()
                        .map(one -> new ClaimWriter.Ask(one.holder, one.claim::max))
                        .toList(),
                    SECONDS);
            for (int i = 0; i < group.size(); i++) {
              group.get(i).failure = refusals.get(i).map(quotas::exceeded).orElse(null);
            }
            return true;
          });
    } catch (RuntimeException e) {
      group.forEach(one -> one.failure = e);
    } finally {
      group.forEach(one -> one.answered = true);
    }
  }

  /** Gives back claims whose process died before their change was done. */
  public int giveBackLapsed() {
    return scopes.asSystem(
        SystemJob.QUOTA,
        () -> {
          List<Holder> lapsed = rows.lapsed(AT_MOST);
          release(lapsed);
          return lapsed.size();
        });
  }

  /** Only what still waits: a change that committed has confirmed its claim, whatever we heard. */
  private void giveBack(Holder holder) {
    scopes.asSystemApart(
        SystemJob.QUOTA,
        () -> {
          if (rows.waits(holder)) {
            release(List.of(holder));
          }
          return true;
        });
  }

  private void release(List<Holder> holders) {
    if (!holders.isEmpty()) {
      writer.make(
          holders.stream().map(one -> new ClaimWriter.Ask(one, before -> Claim.NONE)).toList(),
          null);
    }
  }
}
