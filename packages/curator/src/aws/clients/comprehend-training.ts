// Loaded when it is first needed, and apart from what classifies, which functions carry and these never do.
export {
  ComprehendClient,
  CreateDocumentClassifierCommand,
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeDocumentClassifierCommand,
  DescribeEndpointCommand,
  paginateListDocumentClassifiers,
  paginateListEndpoints,
  StopTrainingDocumentClassifierCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-comprehend';
