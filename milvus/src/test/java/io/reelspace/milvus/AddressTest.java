package io.reelspace.milvus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.RemoteException;
import org.junit.jupiter.api.Test;

class AddressTest {

  @Test
  void namesHostPortAndCollection() {
    assertEquals(
        new Address("host.org", 19531, "a_1"), Address.parse("milvus://host.org:19531/a_1"));
    assertEquals(
        new Address("10.0.0.1", 19530, "archive"), Address.parse("milvus://10.0.0.1/archive"));
    assertEquals(new Address("[::1]", 1, "a"), Address.parse("milvus://[::1]:1/a"));
  }

  @Test
  void whatIsNoAddressIsRefused() {
    for (String wrong :
        new String[] {
          "milvus://",
          "milvus://host",
          "milvus://host/",
          "milvus:///archive",
          "milvus://host/1archive",
          "milvus://host/an-archive",
          "milvus://host:70000/archive",
          "milvus://host:0/archive",
          "milvus://host:x/archive",
          "milvus://user:secret@host/archive",
          "milvus://host/archive/more",
          "milvus://host/" + "a".repeat(300)
        }) {
      assertThrows(BadInputException.class, () -> Address.parse(wrong), wrong);
    }
  }

  @Test
  void aServerThatIsTooOldIsNamed() {
    Address address = new Address("host", 19530, "archive");
    for (String old : new String[] {"v2.3.4", "2.2.16", "v1.1.1", "v2.3-lite"}) {
      RemoteException refusal =
          assertThrows(
              RemoteException.class, () -> ServerVersion.of(old).requireSupported(address));
      assertTrue(refusal.getMessage().contains(old), refusal.getMessage());
    }
    for (String fine : new String[] {"v2.3.5-lite", "2.6.1", "v3.0.0", "zilliz cloud"}) {
      assertDoesNotThrow(() -> ServerVersion.of(fine).requireSupported(address));
    }
  }
}
