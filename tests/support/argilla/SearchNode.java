import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node in a folder; its port is the one after the port given. */
public class SearchNode {
  public static void main(String[] arguments) throws InterruptedException {
    OpenSearchRunner runner = new OpenSearchRunner();
    int port = Integer.parseInt(arguments[1]);
    runner.build(
        OpenSearchRunner.newConfigs()
            .clusterName("argilla")
            .numOfNode(1)
            .basePath(arguments[0])
            .baseHttpPort(port - 1)
            .disableESLogger());
    runner.ensureYellow();
    System.out.println("OpenSearch is up on port " + port);
    // Its own threads do not keep the process alive.
    Thread.currentThread().join();
  }
}
