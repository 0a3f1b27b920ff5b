package com.example;

import io.github.cdksecurerepository.GitHubClaims;
import io.github.cdksecurerepository.GitHubPublisher;
import io.github.cdksecurerepository.GitHubSubject;
import io.github.cdksecurerepository.GitLabClaims;
import io.github.cdksecurerepository.GitLabSubject;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.SecureRepository;
import java.util.List;
import software.amazon.awscdk.Stack;

/** Mistakes that the compiler of Java finds; each line says what it tells. */
final class Refused {
    void mistakes(final Stack stack, final SecureRepository repository) {
        LifecyclePolicy.keepLatest("10"); // text for a count: String cannot be converted to Number
        LifecyclePolicy.keepLatest(); // no arguments: no suitable method found for keepLatest(no arguments)
        new SecureRepository(stack); // no id: no suitable constructor found for SecureRepository(Stack)
        SecureRepository.Builder.create(stack, "A").name("myapp"); // an unknown property: symbol:   method name(String)
        SecureRepository.Builder.create(stack, "B").mutableTags("latest"); // text for a list of tags: String cannot be converted to List<String>
        SecureRepository.Builder.create(stack, "C").removalPolicy("DESTROY"); // text for an enum: String cannot be converted to RemovalPolicy
        repository.grantPull("arn:aws:iam::111122223333:role/dev"); // a grant to the text of an ARN: String cannot be converted to IGrantable
        GitHubClaims.builder().eventName("push"); // an unknown claim: symbol:   method eventName(String)
        GitHubPublisher.Builder.create(stack, "D").subjects(List.of(GitLabSubject.branch("my-group/my-app", "main"))); // a subject of another CI system: lower bounds: GitLabSubject
        GitHubPublisher.Builder.create(stack, "E").claims(GitLabClaims.builder().projectId("456789").build()); // claims of another CI system: GitLabClaims cannot be converted to GitHubClaims
        GitHubSubject.reusableWorkflow("my-org/workflows", ".github/workflows/publish.yml"); // no ref: no suitable method found for reusableWorkflow(String,String)
    }
}
