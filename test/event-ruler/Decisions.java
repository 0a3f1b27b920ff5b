import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import software.amazon.event.ruler.Machine;

/** Lets the official Event Ruler take each decision of a file, and compares: "yes", "no", or "refused" for a pattern that is none. */
public final class Decisions {
  public static void main(String[] args) throws IOException {
    int passed = 0;
    int failed = 0;
    for (JsonNode decision : new ObjectMapper().readTree(new File(args[0]))) {
      String expected = decision.get("matches").asText();
      String taken = taken(decision.get("pattern").toString(), decision.get("event").toString());
      if (taken.equals(expected)) {
        passed++;
      } else {
        failed++;
        System.err.println(decision.get("name").asText() + ": expected " + expected + ", Event Ruler says " + taken);
      }
    }
    System.out.println(passed + " passed, " + failed + " failed");
    if (failed > 0 || passed == 0) System.exit(1);
  }

  private static String taken(String pattern, String event) {
    Machine machine = new Machine();
    try {
      machine.addRule("rule", pattern);
      return machine.rulesForJSONEvent(event).isEmpty() ? "no" : "yes";
    } catch (Exception refused) {
      return "refused";
    }
  }
}
