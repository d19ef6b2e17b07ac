package io.reelspace.cli;

import java.lang.reflect.Proxy;

/**
 * Ctrl-C and the wish of the system to stop (SIGINT, SIGTERM), as a call instead of the end of the
 * process. A shutdown hook would not do where requests still run: ONNX Runtime has a hook of its
 * own that frees its environment at the same time, and a network that is used then crashes the JVM.
 * A second signal ends the process at once.
 *
 * <p>{@code sun.misc.Signal} is part of every JDK (module {@code jdk.unsupported}), and there is
 * nothing else for it; it is called by its name, as compilers warn of it in a way that cannot be
 * turned off. Where it is not there, the process ends as it always does.
 */
final class StopSignal {

  private StopSignal() {}

  /** From now on, the first signal of each kind is a call; it comes on a thread of its own. */
  static void handle(Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object usual = handler.getField("SIG_DFL").get(null);
      for (String name : new String[] {"INT", "TERM"}) {
        Object named = signal.getConstructor(String.class).newInstance(name);
        Object once =
            Proxy.newProxyInstance(
                StopSignal.class.getClassLoader(),
                new Class<?>[] {handler},
                (self, method, arguments) -> {
                  if (!method.getName().equals("handle")) {
                    return method.invoke(name, arguments); // toString and the like
                  }
                  signal.getMethod("handle", signal, handler).invoke(null, named, usual);
                  stop.run();
                  return null;
                });
        signal.getMethod("handle", signal, handler).invoke(null, named, once);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // The process ends at the signal, as without this.
    }
  }
}
