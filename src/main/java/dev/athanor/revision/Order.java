package dev.athanor.revision;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Alembic's order: children before parents. One tip's line is followed down as far as it goes, its
 * first parent first; before a node that another tip's line still needs, that other line is done;
 * when a line ends, the one before it goes on.
 *
 * <p>A tip keeps its place, its slot, while its line is followed; slots are only ever added at the
 * end, so the lowest slot is the one that Alembic would find first in its list.
 */
final class Order {
  private final Nodes nodes;
  private final BitSet todo;
  private final int[] output;
  private int done;

  /** For each node that is left, how many that are left still stand on it. */
  private final int[] pending;

  /** For each node, the slot whose tip it is; -1 when it is none. */
  private final int[] slotOf;

  /** For each node, the last search that came by. */
  private final int[] seen;

  private int searches;
  private int[] tips;
  private int[] previous;
  private int[] next;
  private int slots;
  private int firstSlot = -1;
  private int lastSlot = -1;

  private Order(Nodes nodes, BitSet todo) {
    this.nodes = nodes;
    this.todo = (BitSet) todo.clone();
    this.output = new int[todo.cardinality()];
    this.pending = new int[nodes.size()];
    this.slotOf = new int[nodes.size()];
    Arrays.fill(slotOf, -1);
    this.seen = new int[nodes.size()];
    this.tips = new int[16];
    this.previous = new int[16];
    this.next = new int[16];
  }

  /** The nodes in todo, children first, beginning with those of the tips that are among them. */
  static int[] childrenFirst(Nodes nodes, BitSet todo, int... tips) {
    var order = new Order(nodes, todo);
    for (int node = todo.nextSetBit(0); node >= 0; node = todo.nextSetBit(node + 1)) {
      for (int parent : nodes.parents(node)) {
        order.pending[parent]++;
      }
    }
    Arrays.stream(tips).sorted().distinct().filter(todo::get).forEach(order::open);
    order.run();
    // what no tip leads to: only a range that leaves out what lies between its ends has such
    for (int node = order.top(); node >= 0; node = order.top()) {
      order.open(node);
      order.run();
    }
    return order.output;
  }

  /** The same the other way round: parents first. */
  static int[] parentsFirst(Nodes nodes, BitSet todo, int... tips) {
    var order = childrenFirst(nodes, todo, tips);
    for (int low = 0, high = order.length - 1; low < high; low++, high--) {
      int swapped = order[low];
      order[low] = order[high];
      order[high] = swapped;
    }
    return order;
  }

  private int top() {
    for (int node = todo.nextSetBit(0); node >= 0; node = todo.nextSetBit(node + 1)) {
      if (pending[node] == 0) {
        return node;
      }
    }
    return Nodes.NONE;
  }

  private void run() {
    int slot = firstSlot;
    while (slot >= 0) {
      int tip = tips[slot];
      slot = pending[tip] > 0 ? lowestAbove(tip, slot) : take(tip, slot);
    }
  }

  /** Puts the tip out, and returns the slot to go on with. */
  private int take(int tip, int slot) {
    output[done++] = tip;
    todo.clear(tip);
    slotOf[tip] = -1;
    boolean moved = false;
    for (int parent : nodes.parents(tip)) {
      pending[parent]--;
      if (todo.get(parent) && slotOf[parent] < 0) {
        if (moved) {
          open(parent);
        } else {
          tips[slot] = parent;
          slotOf[parent] = slot;
          moved = true;
        }
      }
    }
    return moved ? slot : close(slot);
  }

  private void open(int tip) {
    if (slots == tips.length) {
      tips = Arrays.copyOf(tips, slots * 2);
      previous = Arrays.copyOf(previous, slots * 2);
      next = Arrays.copyOf(next, slots * 2);
    }
    int slot = slots++;
    tips[slot] = tip;
    slotOf[tip] = slot;
    previous[slot] = lastSlot;
    next[slot] = -1;
    if (lastSlot >= 0) {
      next[lastSlot] = slot;
    } else {
      firstSlot = slot;
    }
    lastSlot = slot;
  }

  private int close(int slot) {
    int before = previous[slot];
    int after = next[slot];
    if (before >= 0) {
      next[before] = after;
    } else {
      firstSlot = after;
    }
    if (after >= 0) {
      previous[after] = before;
    } else {
      lastSlot = before;
    }
    return before >= 0 ? before : firstSlot;
  }

  /**
   * The lowest slot whose tip still stands on the node. There is one, unless a range leaves out
   * what lies between its ends; then the highest of what stands on the node becomes a tip.
   */
  private int lowestAbove(int node, int own) {
    int lowest = firstSlot == own ? next[own] : firstSlot;
    int found = Integer.MAX_VALUE;
    int top = Nodes.NONE;
    searches++;
    var above = new IntStack();
    above.push(node);
    while (!above.isEmpty() && found > lowest) {
      var up = nodes.dependants(above.pop());
      for (int at = up.length - 1; at >= 0; at--) {
        int child = up[at];
        if (todo.get(child) && seen[child] != searches) {
          seen[child] = searches;
          above.push(child);
          top = pending[child] == 0 ? child : top;
          if (slotOf[child] >= 0) {
            found = Math.min(found, slotOf[child]);
          }
        }
      }
    }
    if (found < Integer.MAX_VALUE) {
      return found;
    }
    open(top);
    return lastSlot;
  }
}
