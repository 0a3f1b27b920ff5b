"""Prints what Amazon ECR has, as JSON, with the AWS SDK for Python: a second opinion on what `collect` writes."""

import json
import sys

import boto3

ecr = boto3.client("ecr", endpoint_url=sys.argv[1])


def text_of(call, absent, member, name):
    try:
        return call(repositoryName=name)[member]
    except absent:
        return None


found = {}
for page in ecr.get_paginator("describe_repositories").paginate():
    for repository in page["repositories"]:
        name = repository["repositoryName"]
        images = ecr.get_paginator("describe_images").paginate(repositoryName=name)
        found[name] = {
            "repository": repository,
            "tags": ecr.list_tags_for_resource(resourceArn=repository["repositoryArn"])["tags"],
            "lifecyclePolicyText": text_of(
                ecr.get_lifecycle_policy, ecr.exceptions.LifecyclePolicyNotFoundException, "lifecyclePolicyText", name
            ),
            "repositoryPolicyText": text_of(
                ecr.get_repository_policy, ecr.exceptions.RepositoryPolicyNotFoundException, "policyText", name
            ),
            "images": [detail for page in images for detail in page["imageDetails"]],
        }
# times as text, in seconds
print(json.dumps(found, default=lambda time: time.timestamp()))
